import { html, type Markup } from './markup.ts'

/** A table whose columns sort, and whose rows are cards on a phone; the caption is for those who do not see it. */
export const sortableTable = (caption: string, columns: readonly string[], rows: readonly Markup[]): Markup =>
  html` <table role="table" class="cards" data-sortable>
    <caption class="visually-hidden">
      ${caption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map(name => html`<th role="columnheader" scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows}
    </tbody>
  </table>`
