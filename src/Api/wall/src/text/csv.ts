/** A cell of a table. */
export type Cell = string | number | undefined;

const escape = (cell: Cell): string => {
  const text = cell === undefined ? "" : String(cell);

  // A text that a spreadsheet would take for a formula is told apart; numbers are left as they are.
  const safe = typeof cell === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Rows as CSV (RFC 4180), with the mark that lets spreadsheets read Chinese. */
export const csv = (rows: readonly (readonly Cell[])[]): string => `\uFEFF${rows.map((row) => row.map(escape).join(",")).join("\r\n")}\r\n`;

/** Lets the browser save a table. */
export function saveCsv(name: string, rows: readonly (readonly Cell[])[]): void {
  const address = URL.createObjectURL(new Blob([csv(rows)], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `${name}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
