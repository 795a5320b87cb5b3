import type { Api, Challenge } from "./api";
import type { Task } from "./proof-worker";

type Purpose = "report" | "confirmation";

const SPARE_MS = 60_000;
const MOST_WORKERS = 4;

interface Answer {
  counter?: number;
  error?: string;
}

/** Puts the free cores to work; the first that finds the counter ends the search. */
async function solve(challenge: Challenge): Promise<string> {
  // One core stays free, so that the page answers while the device works.
  const count = Math.min(MOST_WORKERS, Math.max(1, (navigator.hardwareConcurrency || 2) - 1));
  const workers = Array.from(
    { length: count },
    () => new Worker(new URL("./proof-worker.ts", import.meta.url), { type: "module" }),
  );
  try {
    const solution = await Promise.race(
      workers.map((worker, start) => answerOf(worker, { challenge, start, step: count })),
    );
    return btoa(JSON.stringify({ challenge, solution }));
  } finally {
    for (const worker of workers) worker.terminate();
  }
}

function answerOf(worker: Worker, task: Task): Promise<Answer> {
  return new Promise((resolve, reject) => {
    worker.onerror = () => reject(new Error("The proof of work could not be begun."));
    worker.onmessage = ({ data }: MessageEvent<Answer | null>) => {
      if (data && !data.error) resolve(data);
      else reject(new Error(data?.error ?? "The proof of work was not found in time."));
    };
    worker.postMessage(task);
  });
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
