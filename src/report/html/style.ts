import { SCREEN_STYLE } from './style-screen.ts'
import { PARTS_STYLE } from './style-parts.ts'
import { PRINT_STYLE } from './style-print.ts'

// Both themes in one place: light first. The contrast of text is 4.5 or more in each.
const TOKENS = `
:root{color-scheme:light dark;
--page:light-dark(#f6f7f9,#12161c);--card:light-dark(#fff,#1a2029);--sunken:light-dark(#eef1f5,#10141a);
--text:light-dark(#1a2330,#e6eaf0);--muted:light-dark(#536074,#a3afbf);--line:light-dark(#d5dbe3,#343d4a);
--link:light-dark(#0b57b7,#8ab8ff);--focus:light-dark(#0b57b7,#8ab8ff);
--good:light-dark(#17703a,#63d08c);--good-back:light-dark(#e4f4ea,#15301f);
--bad:light-dark(#b3211b,#ff928a);--bad-back:light-dark(#fdeae8,#3c1a19);
--unknown:light-dark(#8a5300,#f2b75c);--unknown-back:light-dark(#fdf1dc,#372812);
--none:light-dark(#536074,#a3afbf);--none-back:light-dark(#eceff3,#262e39);
--mark:light-dark(#ffd9d5,#6b2622);
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;
--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
:root[data-theme=light]{color-scheme:light}
:root[data-theme=dark]{color-scheme:dark}
`

/** The look of the page. */
export const STYLE = [TOKENS, SCREEN_STYLE, PARTS_STYLE, PRINT_STYLE].join('')
