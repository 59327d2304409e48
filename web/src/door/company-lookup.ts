/** What the server knows about a company with this number or a name like it. */
export type Lookup = { duplicate: { name: string } | null; similar: string[] };

/** A slow register must never hold anybody up. */
const PATIENCE_MS = 3000;

/** Asks the server; null where it does not answer in time or at all: then nothing is known, and nothing is held against it. */
export async function lookUpCompany(
  flowId: string,
  company: { country: string; registrationNumber: string; name: string },
): Promise<Lookup | null> {
  try {
    const response = await fetch(`/api/v1/flows/${encodeURIComponent(flowId)}/check-company`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(company),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return response.ok ? ((await response.json()) as Lookup) : null;
  } catch {
    return null;
  }
}
