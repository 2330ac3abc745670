// hoodiecrow-imap has no types; what is used of it is said where it is used.
declare module 'hoodiecrow-imap' {
  const make: unknown
  export default make
}
