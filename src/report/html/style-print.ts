/** On paper everything is open and nothing can be pressed. */
export const PRINT_STYLE = `
@media print{
:root,:root[data-theme]{color-scheme:light}
body{background:none;font-size:10pt}
tr[hidden]{display:table-row!important}
:is(article,details,[data-group])[hidden]{display:block!important}
li[hidden]{display:list-item!important}
nav,#filters,#theme,.copy,.skip,.empty{display:none!important}
.frame{display:block;padding:0}
.long{max-height:none;overflow:visible;columns:3}
details::details-content{content-visibility:visible;block-size:auto}
thead button{font-size:inherit}
thead button::after{content:none!important}
header{padding:0 0 .5rem}
.cards :is(th,td){padding:.35rem .4rem;font-size:9pt}
.cards th code{font-size:8pt}
.cards tbody th{min-width:9.5rem}
.region,.cards small{font-size:8pt}
.finding,.tile,.path,tr,svg{break-inside:avoid}
h2,h3,h4{break-after:avoid}
a{color:inherit;text-decoration:none}
.more a::after{content:": " attr(href);font-size:.85em}
.state,.severity,.bar,.stop rect,mark{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`
