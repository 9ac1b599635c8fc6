/** Summary, tables, findings and ways. */
export const PARTS_STYLE = `
.verdict{font-size:1.1rem;max-width:60rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:1rem;margin-top:1rem}
.tile,.finding,.path,.gaps>li{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1rem}
.tile p{margin:.3rem 0 0;font-size:.9rem}
.bar{display:block;width:100%;height:.6rem;margin:.6rem 0;border-radius:4px;overflow:hidden}
.bar .good{fill:var(--good)}.bar .bad{fill:var(--bad)}.bar .unknown{fill:var(--unknown)}.bar .none{fill:var(--none)}
.tile .plain{display:grid;gap:.3rem;margin-top:.5rem}
.plain,.members,.controls,.gaps{list-style:none;margin:0;padding:0}
.state{display:inline-block;white-space:nowrap;border-radius:99px;padding:.05rem .6rem;font-size:.9rem;font-weight:600}
.state.good{color:var(--good);background:var(--good-back)}
.state.bad{color:var(--bad);background:var(--bad-back)}
.state.unknown{color:var(--unknown);background:var(--unknown-back)}
.state.none{color:var(--none);background:var(--none-back)}
table{width:100%;border-collapse:collapse;background:var(--card);border:1px solid var(--line);border-radius:10px}
th,td{text-align:left;vertical-align:top;padding:.6rem .75rem;border-bottom:1px solid var(--line);font-weight:400}
thead th{font-weight:600;font-size:.9rem;white-space:nowrap}
thead button{border:0;background:none;padding:0;min-height:1.6rem;font-weight:600}
thead button::after{content:" \\2195";font-weight:400;color:var(--muted)}
[aria-sort=ascending] button::after{content:" \\25B2"}
[aria-sort=descending] button::after{content:" \\25BC"}
.region,.cards th code{display:inline-block;max-width:100%}
.sees{font-size:.9rem;max-width:34rem}
.sees q{font-family:var(--mono);font-size:.85em}
summary{cursor:pointer}
summary h3{display:inline}
.folded{padding:.4rem 0 0 1rem}
.members{margin:.2rem 0}
.long{max-height:18rem;overflow:auto}
.members li{padding:.1rem 0}
.finding{margin:0 0 1rem;border-left-width:6px}
[data-group]{margin-bottom:2rem}
.finding.critical,.finding.high{border-left-color:var(--bad)}
.finding.medium{border-left-color:var(--unknown)}
.finding.low,.finding.info{border-left-color:var(--none)}
.finding h4{font-weight:600;font-size:1rem}
.severity{display:inline-block;text-transform:uppercase;letter-spacing:.04em;font-size:.78rem;font-weight:700;color:var(--none)}
.critical>h4 .severity,.severity.critical{color:var(--card);background:var(--bad);border-radius:4px;padding:.1rem .4rem}
.high>h4 .severity,.severity.high{color:var(--bad)}
.medium>h4 .severity,.severity.medium{color:var(--unknown)}
.message{font-size:1.05rem;margin:.5rem 0 .8rem}
.evidence{border:0;border-radius:6px;background:var(--sunken);margin:.6rem 0}
.evidence :is(th,td){padding:.35rem .75rem;border:0}
.evidence tbody th{white-space:nowrap;color:var(--muted)}
mark{background:var(--mark);color:inherit;border-radius:2px;text-decoration:underline;text-decoration-thickness:2px}
dl{margin:.6rem 0}
dl>div{display:grid;grid-template-columns:7rem minmax(0,1fr);gap:.2rem 1rem;padding:.25rem 0}
dt{color:var(--muted)}
dd{margin:0}
:is(dd,.hops,.members,.gaps) code{display:inline-block;max-width:100%}
.command{display:flex;gap:.5rem;align-items:start;margin:.5rem 0}
.command pre,.tree{flex:1;margin:0;padding:.55rem .75rem;background:var(--sunken);border-radius:6px;white-space:pre-wrap}
.controls{display:flex;flex-wrap:wrap;gap:.3rem}
.controls li{border:1px solid var(--line);border-radius:4px;padding:0 .4rem;font-size:.85rem}
.more{font-size:.9rem;margin:.6rem 0 0}
.path,.gaps>li{margin-bottom:.75rem}
.drawn{display:grid;grid-template-columns:minmax(0,20rem) minmax(0,1fr);gap:1.5rem;margin-top:.8rem}
.way{max-width:100%;height:auto}
.stop rect{fill:var(--sunken);stroke:var(--line)}
.stop text{fill:var(--text);font:13px var(--mono)}
.stop .kind{fill:var(--muted);font:600 12px var(--sans)}
.stop .mark{font:700 16px var(--sans);text-anchor:middle}
.stop.open .mark{fill:var(--good)}
.stop.blocked rect{fill:var(--bad-back);stroke:var(--bad);stroke-width:2}
.stop.blocked .mark{fill:var(--bad)}
.stop.unknown rect{fill:var(--unknown-back);stroke:var(--unknown)}
.stop.unknown .mark{fill:var(--unknown)}
.stop.beyond rect{fill:none;stroke-dasharray:4 4}
.stop.beyond .name{fill:var(--muted)}
.line path{fill:none;stroke:var(--muted);stroke-width:2}
.line.beyond path{stroke-dasharray:3 4}
.line.beyond .break{stroke:var(--bad);stroke-width:3;stroke-dasharray:none}
.hops{margin:0;padding-left:1.5rem}
.hops li{padding:.3rem 0}
.empty{padding:1rem;color:var(--muted)}
@media (min-width:56rem){.cards tbody th{min-width:13rem}.cards tbody [data-label=Region]{min-width:9.5rem}.region{font-size:.92rem}.name{display:block}}
@media (min-width:70rem){.cards tbody [data-label=Causes]{min-width:11rem}}
@media screen and (max-width:55.99rem){
.cards,.cards tbody,.cards tr,.cards td,.cards th{display:block}
.cards{border:0;background:none}
.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.cards tr{background:var(--card);border:1px solid var(--line);border-radius:10px;margin-bottom:.75rem;padding:.4rem 0}
.cards :is(th,td)[data-label]{border:0;padding:.3rem .9rem}
.cards [data-label]::before{content:attr(data-label) ": ";font-size:.8rem;color:var(--muted)}
.cards td:empty{display:none}
.evidence,.evidence tbody,.evidence tr,.evidence td,.evidence tbody th{display:block}
.evidence :is(th,td){padding:.1rem .75rem}
.evidence tr{padding:.3rem 0}
dl>div{grid-template-columns:minmax(0,1fr);gap:0}
.command{display:block}.command button{margin-top:.35rem}
.drawn{grid-template-columns:minmax(0,1fr)}
}
`
