import { RangeSetBuilder } from '@codemirror/state';
import { Decoration, ViewPlugin } from '@codemirror/view';
import type { DecorationSet, EditorView, ViewUpdate } from '@codemirror/view';
import { tokensOf } from '../../state/json-tokens.ts';
import type { JsonToken } from '../../state/json-tokens.ts';

/** Characters of a line that are coloured: more in one line is data, nobody reads it there. */
const MAX_LINE = 20_000;

const MARKS: Readonly<Record<JsonToken['kind'], Decoration>> = {
  key: Decoration.mark({ class: 'json-key' }),
  string: Decoration.mark({ class: 'json-string' }),
  word: Decoration.mark({ class: 'json-word' }),
  bracket: Decoration.mark({ class: 'json-bracket' }),
  variable: Decoration.mark({ class: 'json-variable' }),
};

/** Colours the lines that are on the screen. Mistakes come from shared/template.ts, not from here. */
export const highlight = ViewPlugin.define(
  (view) => ({
    decorations: marksOf(view),
    update(update: ViewUpdate) {
      if (update.docChanged || update.viewportChanged) this.decorations = marksOf(update.view);
    },
  }),
  { decorations: (plugin) => plugin.decorations },
);

function marksOf({ state: { doc }, visibleRanges }: EditorView): DecorationSet {
  const marks = new RangeSetBuilder<Decoration>();
  let done = -1;
  for (const range of visibleRanges) {
    for (let at = Math.max(range.from, done + 1); at <= range.to; at = done + 1) {
      const line = doc.lineAt(at);
      for (const { from, to, kind } of tokensOf(line.text.slice(0, MAX_LINE))) {
        marks.add(line.from + from, line.from + to, MARKS[kind]);
      }
      done = line.to;
    }
  }
  return marks.finish();
}
