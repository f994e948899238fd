/** Styles of plots and diagrams. Marks differ by shape, not only by colour. */
export const diagramStyle = `
svg text { font-family: inherit; fill: var(--ink); }
.plot { display: block; width: 100%; max-width: 36rem; height: auto; overflow: visible; }
.plot .label { font-size: 13px; } .plot .tick { font-size: 11.5px; fill: var(--muted); } .plot .none { font-size: 12px; fill: var(--muted); font-style: italic; }
.plot .grid { stroke: var(--line); stroke-width: 1; } .plot .break { stroke: var(--muted); fill: none; }
.plot .interval { fill: var(--interval); } .plot .dot { fill: var(--surface); fill-opacity: .65; stroke: var(--accent); stroke-width: 1.5; } .plot .curve { fill: none; stroke: var(--accent); stroke-width: 1.5; } .plot .median { stroke: var(--median); stroke-width: 2.5; }
.legend { display: inline-block; width: 100%; max-width: 30rem; height: auto; }
.bar { display: block; width: 9rem; height: .8rem; } .bar .track { fill: var(--raised); } .bar .fill { fill: var(--accent); }
.topology { display: block; max-width: none; } .topology text { font-size: 12.5px; }
.topology .container { fill: var(--surface); stroke: var(--ink); stroke-width: 1.5; } .topology .container-name { font-weight: 600; }
.topology .service { fill: var(--raised); stroke: var(--line); } .topology .network { fill: none; stroke: var(--muted); stroke-dasharray: 5 3; } .topology .network-name, .topology .port, .topology .join-name { fill: var(--muted); font-size: 11.5px; }
.topology .wire { stroke: var(--muted); } .topology .plug { fill: var(--muted); } .topology .join { stroke: var(--ink); stroke-width: 2; stroke-dasharray: 2 3; } .topology .arrow { fill: none; stroke: var(--ink); stroke-width: 1.5; }
`;
