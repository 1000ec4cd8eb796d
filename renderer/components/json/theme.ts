import { EditorView } from '@codemirror/view';

/**
 * How the editor looks, from the tokens of the window: custom properties reach into the shadow root, so
 * that dark and light need no second theme.
 */
export const theme = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--font-mono)',
    fontSize: 'var(--text-size-small)',
    lineHeight: '18px',
    scrollbarWidth: 'thin',
    scrollbarColor: 'var(--line-strong) transparent',
  },
  '.cm-content': { padding: '4px 0', caretColor: 'var(--text)', userSelect: 'text' },
  '.cm-line': { padding: '0 8px' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-placeholder': { color: 'var(--text-faint)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { background: 'var(--selected-soft)' },
  '.json-key': { fontWeight: '600' },
  '.json-word': { color: 'var(--text)' },
  '.json-string': { color: 'var(--text-muted)' },
  '.json-bracket': { color: 'var(--text-faint)' },
  '.json-variable': {
    padding: '0 1px',
    borderRadius: '2px',
    background: 'var(--selected-soft)',
    color: 'var(--selected)',
  },
  '.cm-matchingBracket': { background: 'none', color: 'inherit' },
  '&.cm-focused .cm-matchingBracket': {
    background: 'var(--pressed)',
    outline: '1px solid var(--line-strong)',
  },
  '&.cm-focused .cm-nonmatchingBracket': { color: 'var(--down)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--down) 1px',
    textDecorationSkipInk: 'none',
    textUnderlineOffset: '3px',
  },
  '.cm-lintPoint-error:after': { borderBottomColor: 'var(--down)' },
  '.cm-tooltip': {
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius)',
    background: 'var(--surface)',
    boxShadow: 'var(--shadow)',
    color: 'var(--text)',
    font: 'var(--text-size-small) / 18px var(--font-ui)',
  },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--down)', padding: '4px 8px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    maxHeight: '200px',
    fontFamily: 'var(--font-mono)',
    fontSize: 'var(--text-size-small)',
    scrollbarWidth: 'thin',
    scrollbarColor: 'var(--line-strong) transparent',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    gap: '16px',
    justifyContent: 'space-between',
    maxWidth: '520px',
    padding: '2px 8px',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    background: 'var(--selected-soft)',
    color: 'var(--text)',
    boxShadow: 'inset 3px 0 0 var(--selected)',
  },
  '.cm-completionLabel': { overflow: 'hidden', textOverflow: 'ellipsis' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionDetail': {
    marginLeft: '0',
    color: 'var(--text-faint)',
    fontFamily: 'var(--font-ui)',
    fontStyle: 'normal',
  },
});
