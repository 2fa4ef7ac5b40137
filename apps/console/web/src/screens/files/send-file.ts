import { type components, problemOfAnswer } from '@budget-ledger/client';

export type Import = components['schemas']['Import'];

const OWN = { 'ledger-console': '1' };

/** Sends a file as it is; what it really is, its bytes say. */
export async function sendFile(file: File, repeatedRows: boolean): Promise<Import> {
  const query = new URLSearchParams({ name: file.name.slice(-200), repeatedRows: String(repeatedRows) });
  const headers = { ...OWN, 'content-type': 'application/octet-stream' };
  return answered(await fetch(`/v1/imports?${query.toString()}`, { method: 'POST', headers, body: file }));
}

export async function confirmImport(id: string): Promise<Import> {
  return answered(await fetch(`/v1/imports/${id}/confirm`, { method: 'POST', headers: OWN }));
}

async function answered(answer: Response): Promise<Import> {
  if (!answer.ok) throw await problemOfAnswer(answer);
  return (await answer.json()) as Import;
}
