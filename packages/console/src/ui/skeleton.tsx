// The shape of what comes. It waits 150 ms before it shows, so that what is fast never flickers.
import { classes } from './classes.ts'

export const Skeleton = ({ className }: { readonly className: string }) => (
  <span className={classes('block animate-breathe rounded-s bg-sunken', className)} />
)

export const skeletonDelay = 'animate-[fade_160ms_150ms_both]'
