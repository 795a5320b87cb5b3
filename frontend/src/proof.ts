import { solveChallengeWorkers } from "altcha-lib";
import type { Api, Challenge } from "./api";

type Purpose = "report" | "confirmation";

const SPARE_MS = 60_000;
const MOST_WORKERS = 4;

function createWorker(): Worker {
  return new Worker(new URL("./proof-worker.ts", import.meta.url), { type: "module" });
}

async function solve(challenge: Challenge): Promise<string> {
  // One core stays free, so that the page answers while the device works.
  const concurrency = Math.min(MOST_WORKERS, Math.max(1, (navigator.hardwareConcurrency || 2) - 1));
  const solution = await solveChallengeWorkers({ challenge: challenge as never, concurrency, createWorker, timeout: 300_000 });
  if (!solution) throw new Error("The proof of work was not found in time.");
  return btoa(JSON.stringify({ challenge, solution }));
}

/** The work that keeps machines from flooding the police: begun early, kept until it is spent or too old. */
export class Proof {
  private running: Promise<string> | null = null;
  private expiresAt = 0;

  constructor(
    private readonly api: Api,
    private readonly purpose: Purpose,
    private readonly now: () => number = Date.now,
    private readonly work: (challenge: Challenge) => Promise<string> = solve,
  ) {}

  /** Begins unless begun; failures are met when the payload is wanted. */
  begin(): void {
    if (!this.running || this.now() > this.expiresAt - SPARE_MS) this.running = this.run();
    this.running.catch(() => undefined);
  }

  /** The payload, solved now or earlier. A failed attempt is tried anew at the next call. */
  async payload(): Promise<string> {
    this.begin();
    try {
      return await this.running!;
    } catch (error) {
      this.running = null;
      throw error;
    }
  }

  /** The server has taken or refused this proof: the next one is a new one. */
  drop(): void {
    this.running = null;
  }

  private async run(): Promise<string> {
    this.expiresAt = Number.POSITIVE_INFINITY;
    const challenge = await this.api.challenge(this.purpose);
    const seconds = Number(challenge.parameters["expiresAt"] ?? 0);
    this.expiresAt = seconds ? seconds * 1000 : this.now() + 3_600_000;
    return this.work(challenge);
  }
}
