// Before the first paint: a theme that the agent chose beats the system's. A file, so that a strict CSP holds;
// cached for a year, so that a change of it needs a new number in its name.
const applyTheme = () => {
  const chosen = localStorage.getItem('baton.theme')
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
}
try {
  applyTheme()
} catch {
  // No storage: the system's theme it is.
}
