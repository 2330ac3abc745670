// Types of chromium.mjs for those who are checked: it has none of its own, as it runs before anything is built.
export declare const chromiumFlags: string[]
export declare function findChromium(): string | null
export declare function findHeadlessShell(): string | null
export declare function ensureChromium(): string
