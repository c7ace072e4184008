import type { Locator, Page } from '@playwright/test';
import { inApp } from './in-app.ts';
import { expect, type Studio } from './studio.ts';

/** What a person does in the window, in their words. */
export const flowItem = (window: Page, name: string): Locator =>
  window.getByRole('tree', { name: 'Flow files' }).getByRole('treeitem', { name: new RegExp(`^${name}\\b`) });

export async function openFlow(window: Page, name: string): Promise<void> {
  await flowItem(window, name).click();
  await expect(window.getByTestId('canvas')).toBeVisible();
}

export const runButton = (window: Page): Locator => window.getByRole('button', { name: 'Run', exact: true });
export const cancelButton = (window: Page): Locator => window.getByRole('button', { name: 'Cancel', exact: true });
export const runStatus = (window: Page): Locator => window.getByTestId('run-status');
export const node = (window: Page, stepId: string): Locator => window.getByTestId(`node-${stepId}`);

export const expectStep = (window: Page, stepId: string, status: string): Promise<void> =>
  expect(node(window, stepId)).toHaveAttribute('data-status', status, { timeout: 30_000 });

export const expectRun = (window: Page, status: string): Promise<void> =>
  expect(runStatus(window)).toHaveAttribute('data-status', status, { timeout: 30_000 });

/** Selects a step and shows what it printed. */
export async function showOutput(window: Page, stepId: string): Promise<Locator> {
  await node(window, stepId).click();
  await window.getByRole('tab', { name: 'Terminal' }).click();
  return window.getByTestId('terminal');
}

/** Answers the system's folder dialog, which no test can click, and opens that folder as a person would. */
export async function openFolder({ app, window }: Studio, folder: string): Promise<void> {
  await inApp(() =>
    app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, folder),
  );
  await window.getByRole('complementary', { name: 'Flows' }).getByRole('button').first().click();
  await window.getByRole('dialog', { name: 'Folders' }).getByRole('button', { name: 'Open folder…' }).click();
}

/** Trusts the open folder, after a look at what it would run. */
export async function trust(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Trust this folder' }).click();
  await window.getByRole('dialog').getByRole('button', { name: 'Trust', exact: true }).click();
  await expect(window.getByRole('dialog')).toBeHidden();
}
