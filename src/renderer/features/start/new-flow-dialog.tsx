import { useEffect, useState } from 'react';
import { client } from '../../shared/client/client.ts';
import { failureText, problemsOf } from '../../shared/stores/failure.ts';
import { showFlow } from '../../shared/stores/show.ts';
import { useWorkspaces } from '../../shared/stores/workspaces.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { Prose } from '../../shared/ui/prose.tsx';
import { fileFor, folderProblem } from './file-name.ts';
import { closeNewFlow, loadTemplates, useNewFlow, useTemplates } from './new-flow.ts';
import styles from './start.module.css';

/** Asks for the name and the place of a new flow, and opens it. */
export default function NewFlowDialog() {
  const chosen = useNewFlow((state) => state.template);
  const templates = useTemplates((state) => state.templates);
  const workspace = useWorkspaces((state) => state.current);
  const [name, setName] = useState('');
  const [folder, setFolder] = useState('');
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [isCreating, setCreating] = useState(false);
  useEffect(() => void loadTemplates(), []);
  const template = templates.find(({ id }) => id === chosen);
  const file = fileFor(name, folder);

  const create = async () => {
    if (workspace === null || isCreating) return;
    const problem = folderProblem(folder);
    if (problem !== undefined || file === null) {
      setProblems([problem ?? 'Give the flow a name with a letter or a digit in it']);
      return;
    }
    setCreating(true);
    try {
      const created = await client.flows.create({
        workspace: workspace.path,
        file,
        name: name.trim(),
        template: chosen,
      });
      closeNewFlow();
      await showFlow(workspace.path, created.file);
    } catch (error) {
      const found = problemsOf(error);
      setProblems(found.length > 0 ? found : [failureText(error, 'The flow was not made')]);
      setCreating(false);
    }
  };

  return (
    <Dialog
      title="New flow"
      onClose={closeNewFlow}
      onSubmit={() => void create()}
      footer={
        <>
          <Button onClick={closeNewFlow}>Cancel</Button>
          <Button look="primary" type="submit" disabled={isCreating}>
            Create
          </Button>
        </>
      }
    >
      <label className={styles.field}>
        Name
        <input
          type="text"
          autoFocus
          spellCheck={false}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <label className={styles.field}>
        Folder, inside of {workspace?.name ?? 'the open one'}
        <input
          type="text"
          spellCheck={false}
          placeholder="the folder itself"
          value={folder}
          onChange={(event) => setFolder(event.target.value)}
        />
      </label>
      <label className={styles.field}>
        Begin with
        <select
          value={chosen ?? ''}
          onChange={(event) => useNewFlow.setState({ template: event.target.value || null })}
        >
          <option value="">One step</option>
          {templates.map(({ id, name: title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {template !== undefined && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what may scroll is reached by keyboard
        <pre className={styles.source} tabIndex={0}>
          {template.text}
        </pre>
      )}
      {file !== null && (
        <p className={styles.note}>
          Makes <code>{file}</code>
          {template !== undefined &&
            template.files.length > 0 &&
            ` and, where they are not there yet, ${template.files.join(', ')}`}
        </p>
      )}
      {problems.map((problem) => (
        <p key={problem} className={styles.problem} role="alert">
          <Prose text={problem} />
        </p>
      ))}
    </Dialog>
  );
}
