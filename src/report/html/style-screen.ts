/** Page, text, navigation and controls. */
export const SCREEN_STYLE = `
*{box-sizing:border-box}
[hidden]{display:none!important}
html{scroll-padding-top:1rem}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.55 var(--sans);overflow-wrap:anywhere}
h1,h2,h3,h4{line-height:1.25;margin:0}
h1{font-size:1.6rem}
h2{font-size:1.3rem;margin-bottom:.6rem}
h3{font-size:1.05rem}
p{margin:.4rem 0}
a{color:var(--link);text-underline-offset:.15em}
code,pre,.check{font-family:var(--mono);font-size:.9em}
small{font-size:.85rem;color:var(--muted)}
.muted,.hint,.count,.source{color:var(--muted)}
.hint{margin:.2rem 0 .8rem}
.count{font-weight:400;font-size:.9rem}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:3px}
main:focus{outline:none}
.visually-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-99rem;padding:.5rem 1rem;background:var(--card)}
.skip:focus{left:.5rem;top:.5rem;z-index:3}
header{display:flex;flex-wrap:wrap;gap:1rem;justify-content:space-between;align-items:start;max-width:80rem;margin:0 auto;padding:1.5rem 1.25rem .5rem}
header p{margin:.15rem 0;color:var(--muted)}
.tool{font-family:var(--mono);font-size:.85rem}
.frame{display:grid;grid-template-columns:minmax(0,1fr);gap:0 2rem;max-width:80rem;margin:0 auto;padding:0 1.25rem 3rem}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1rem;list-style:none;margin:0;padding:.5rem 0}
nav a{display:inline-block;padding:.25rem 0}
main>section{margin-top:2.2rem}
button,input,select{font:inherit;color:inherit;background:var(--card);border:1px solid var(--muted);border-radius:6px;padding:.35rem .65rem;min-height:2.4rem;max-width:100%}
::placeholder{color:var(--muted);opacity:1}
button{cursor:pointer}
[aria-pressed=true]{background:var(--none-back)}
button:hover{border-color:var(--link);color:var(--link)}
#filters{position:sticky;top:0;z-index:2;display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:.5rem .75rem;align-items:end;margin:1.5rem -1.25rem 0;padding:.75rem 1.25rem;background:var(--page);border-bottom:1px solid var(--line)}
#filters p{margin:0}
.field label{display:block;font-size:.85rem;color:var(--muted)}
.field :is(input,select){width:100%}
.wide,#filter-status{grid-column:1/-1}
#filter-status{font-size:.9rem;color:var(--muted);min-height:1.5rem}
@media (max-width:47.99rem){#filters{position:static}}
@media (min-width:48rem){#filters{grid-template-columns:2fr repeat(4,1fr) auto}.wide{grid-column:auto}}
@media (min-width:70rem){.frame{grid-template-columns:11rem minmax(0,1fr)}nav{position:sticky;top:1rem;align-self:start}nav ul{display:block;padding:2.2rem 0}#filters{margin-inline:0;padding-inline:0}html{scroll-padding-top:9rem}}
@media (min-width:48rem) and (max-width:69.99rem){html{scroll-padding-top:9rem}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`
