import { javascript } from '@codemirror/lang-javascript';
import { yaml } from '@codemirror/lang-yaml';
import { indentUnit } from '@codemirror/language';
import { EditorState, type Extension } from '@codemirror/state';
import { Decoration, EditorView, MatchDecorator, ViewPlugin, type ViewUpdate } from '@codemirror/view';

/** Where a flow is a program; all else is YAML, of which JSON is a part. */
export const isProgram = (file: string): boolean => file.endsWith('.ts');

export const languageOf = (file: string): Extension =>
  isProgram(file)
    ? javascript({ typescript: true })
    : [yaml(), templates, indentUnit.of('  '), EditorState.tabSize.of(2)];

/** `${{ .. }}` stands out from the text around it. */
const template = new MatchDecorator({
  regexp: /\$\{\{.*?(?:\}\}|$)/g,
  decoration: Decoration.mark({ class: 'cm-template' }),
});

const templates: Extension = [
  ViewPlugin.fromClass(
    class {
      decorations;
      constructor(view: EditorView) {
        this.decorations = template.createDeco(view);
      }
      update(update: ViewUpdate) {
        this.decorations = template.updateDeco(update, this.decorations);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  ),
  EditorView.theme({ '.cm-template, .cm-template *': { color: 'var(--ansi-cyan) !important' } }),
];
