/** The editor of arguments. Large, and seldom the first thing needed: it is loaded when it is. */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightSpecialChars,
  keymap,
  placeholder,
} from '@codemirror/view';
import { offersAt } from '../../state/json-offers.ts';
import type { DraftValues } from '../../state/json-offers.ts';
import { shown } from '../../state/text.ts';
import { highlight } from './highlight.ts';
import { theme } from './theme.ts';

export interface EditorOptions {
  /** Said to screen readers. */
  label: string;
  placeholder: string;
  text: string;
  /** Asked whenever something may be completed. */
  known: () => DraftValues;
  onchange: (text: string) => void;
}

/** What is wrong, where. */
export interface Problem {
  offset: number;
  message: string;
}

export interface Editor {
  /** Replaces the text, when it is another. */
  setText(text: string): void;
  setProblem(problem: Problem | null): void;
  /** @param offset where the cursor goes; as it was when it is left out */
  focus(offset?: number): void;
  destroy(): void;
}

/** Characters of an offer that are shown. */
const MAX_LABEL = 80;
/** Characters that are underlined: the place of a mistake. */
const PROBLEM_LENGTH = 1;

/**
 * Puts an editor into a shadow root. It must be one: there the styles of the editor become adopted style
 * sheets, which the content security policy allows; in the page they would be a forbidden style element.
 */
export function createEditor(root: ShadowRoot, options: EditorOptions): Editor {
  const attributes = new Compartment();
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: options.text,
      extensions: [extensions(options), attributes.of(contentAttributes(options.label, null))],
    }),
  });
  return {
    setText: (text) => setText(view, text),
    setProblem: (problem) => {
      view.dispatch(setDiagnostics(view.state, problem ? [diagnostic(view.state, problem)] : []), {
        effects: attributes.reconfigure(contentAttributes(options.label, problem)),
      });
    },
    focus: (offset) => {
      view.focus();
      if (offset === undefined) return;
      const anchor = Math.min(offset, view.state.doc.length);
      view.dispatch({ selection: { anchor }, scrollIntoView: true });
    },
    destroy: () => view.destroy(),
  };
}

function extensions(options: EditorOptions): Extension {
  return [
    // Ctrl+Enter is the form's: it sends. Tab is left alone everywhere: it leads out.
    Prec.highest(keymap.of([{ key: 'Mod-Enter', run: () => true, shift: () => true }])),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
    history(),
    EditorView.domEventHandlers({ beforeinput: replaceSelected }),
    drawSelection(),
    highlightSpecialChars({ addSpecialChars: /[\u202a-\u202e\u2066-\u2069]/ }),
    EditorView.lineWrapping,
    EditorState.tabSize.of(2),
    bracketMatching(),
    closeBrackets(),
    autocompletion({
      override: [(context) => complete(context, options.known())],
      icons: false,
      interactionDelay: 0,
    }),
    placeholder(options.placeholder),
    highlight,
    theme,
    EditorView.updateListener.of((update) => {
      if (update.docChanged) options.onchange(update.state.doc.toString());
    }),
  ];
}

/**
 * Text over a selection, without the browser's hand in it: to keep the look of what was there it would put
 * the text into an element with a style of its own, which the content security policy refuses.
 */
function replaceSelected(event: InputEvent, view: EditorView): boolean {
  const { from, to, empty } = view.state.selection.main;
  const text = event.data;
  if (event.inputType !== 'insertText' || text === null || empty || view.composing) return false;
  const insert = () =>
    view.state.update(view.state.replaceSelection(text), { userEvent: 'input.type' });
  const handlers = view.state.facet(EditorView.inputHandler);
  if (!handlers.some((handle) => handle(view, from, to, text, insert))) view.dispatch(insert());
  event.preventDefault();
  return true;
}

function contentAttributes(label: string, problem: Problem | null): Extension {
  return EditorView.contentAttributes.of({
    'aria-label': label,
    'aria-invalid': String(problem !== null),
    spellcheck: 'false',
  });
}

/** Replaces only what differs, so that the cursor stays where nothing changed. */
function setText(view: EditorView, text: string): void {
  const before = view.state.doc.toString();
  if (before === text) return;
  view.dispatch({ changes: { from: 0, to: before.length, insert: text } });
}

function diagnostic({ doc }: EditorState, { offset, message }: Problem) {
  const from = Math.min(offset, doc.length);
  const to = Math.min(from + PROBLEM_LENGTH, doc.length);
  return { from, to, severity: 'error', message: shown(message, 500) } as const;
}

function complete(context: CompletionContext, known: DraftValues): CompletionResult | null {
  const text = context.state.doc.toString();
  const found = offersAt(text, context.pos, known, context.explicit);
  if (!found) return null;
  return {
    from: found.from,
    to: found.to,
    filter: false,
    options: found.offers.map(({ label, insert, note }) => ({
      label: insert,
      displayLabel: shown(label, MAX_LABEL),
      detail: note,
    })),
  };
}
