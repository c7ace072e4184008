import { client } from '../shared/client/client.ts';
import { notify } from '../shared/stores/notices.ts';

/** Tells what a person should know about this start, such as a database that was moved aside. */
export async function tellOfStart(): Promise<void> {
  const { notices } = await client.app.info();
  for (const notice of notices) notify('warning', notice);
}
