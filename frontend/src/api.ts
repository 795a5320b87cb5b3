import type { Config } from "./config";
import type { Day } from "./dates";
import { readable, type MarkSet } from "./filters";

export interface FieldProblem {
  code: string;
  message: string;
}

/** A refusal of the server, or no answer at all (`status` 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fields: Readonly<Record<string, FieldProblem>> = {},
    readonly retryAfter = 0,
  ) {
    super(message);
  }

  get isOffline(): boolean {
    return this.status === 0;
  }
}

export interface Ref {
  code: string;
  name: string;
}

export interface Place {
  name: string;
  kind: string;
  area: string;
  lon: number;
  lat: number;
  bbox: [number, number, number, number];
}

export interface Located {
  gmina: Ref | null;
  county: Ref | null;
  voivodeship: Ref | null;
  unit: Ref | null;
  beat: Ref | null;
}

export interface Reason {
  code: string;
  text: string;
}

export interface HistoryStep {
  on: Day;
  action: string;
  status: string;
  reason: Reason | null;
}

export interface MarkProperties {
  category: string;
  status: string;
  reported: Day;
  changed: Day;
  occurred_on: Day | null;
  time_of_day: string | null;
  weekdays: number[];
  confirmations: string;
  unit: string;
  area: string;
  reason: Reason | null;
  due: Day | null;
  next: string;
  coarse: boolean;
  history?: HistoryStep[];
}

export interface Mark {
  type: "Feature";
  id: string;
  geometry: { type: "Point"; coordinates: [number, number] };
  properties: MarkProperties;
}

export interface MarkPage {
  features: Mark[];
  total: number;
  next: string | null;
}

export interface Summary {
  total: number;
  by_status: Record<string, number>;
  by_category: Record<string, number>;
  /** Oldest month first; one without marks is absent. */
  by_month: Record<string, number>;
  confirmed_share: number | null;
  typical_days: number | null;
}

export interface Area extends Ref {
  bbox: [number, number, number, number];
}

export interface Unit extends Ref {
  kind: string;
  phone?: string | null;
  email?: string | null;
  address?: string | null;
}

export interface ReportAnswer {
  reference: string;
  status: string;
  feature_id: string | null;
  public_point: [number, number] | null;
  unit: Ref;
  read_by: Day;
  verify_by: Day;
}

export interface Challenge {
  parameters: Record<string, unknown>;
  signature: string;
}

/** The public API in the language of the page. Every call rejects with `ApiError` alone, or with an abort. */
export class Api {
  constructor(private readonly config: Config) {}

  places(query: string, signal?: AbortSignal): Promise<{ places: Place[] }> {
    return this.get("places", { q: query }, signal);
  }

  locate(lon: number, lat: number, signal?: AbortSignal): Promise<Located> {
    return this.get("locate", { lon: String(lon), lat: String(lat) }, signal);
  }

  /** The areas of exactly that name. */
  areas(name: string): Promise<{ areas: Area[] }> {
    return this.get("areas", { q: name });
  }

  mark(id: string, set: MarkSet): Promise<Mark> {
    return this.get(`features/${encodeURIComponent(id)}`, set === "history" ? { set } : {});
  }

  marks(query: Record<string, string>, signal?: AbortSignal): Promise<MarkPage> {
    return this.get("features", query, signal);
  }

  summary(query: Record<string, string>, signal?: AbortSignal): Promise<Summary> {
    return this.get("summary", query, signal);
  }

  /** The address of the same counts as a table. */
  summaryCsv(query: Record<string, string>): string {
    return `${this.config.api}/summary.csv?${readable(new URLSearchParams(query))}`;
  }

  units(): Promise<{ units: Unit[] }> {
    return this.get("units", {});
  }

  challenge(purpose: "report" | "confirmation"): Promise<Challenge> {
    return this.get("challenge", { for: purpose });
  }

  confirm(id: string, altcha: string, tokenHash: string): Promise<{ confirmations: string }> {
    return this.post(`features/${encodeURIComponent(id)}/confirmations`, { altcha, token_hash: tokenHash });
  }

  report(content: Readonly<Record<string, unknown>>): Promise<ReportAnswer> {
    return this.post("reports", content);
  }

  followUp(receipt: string): Promise<Omit<ReportAnswer, "public_point">> {
    return this.post("follow-up", { receipt });
  }

  private get<T>(path: string, query: Record<string, string>, signal?: AbortSignal): Promise<T> {
    const search = new URLSearchParams(query).toString();
    return this.ask(`${this.config.api}/${path}${search && `?${search}`}`, signal ? { signal } : {});
  }

  private post<T>(path: string, content: unknown): Promise<T> {
    const headers = { "Content-Type": "application/json" };
    return this.ask(`${this.config.api}/${path}`, { method: "POST", headers, body: JSON.stringify(content) });
  }

  private async ask<T>(url: string, init: RequestInit): Promise<T> {
    let response: Response;
    try {
      const headers = { Accept: "application/json", "Accept-Language": this.config.lang, ...init.headers };
      response = await fetch(url, { ...init, headers, credentials: "omit" });
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      throw new ApiError(0, "offline", "");
    }
    if (response.ok) return (await response.json()) as T;
    throw await refusal(response);
  }
}

async function refusal(response: Response): Promise<ApiError> {
  const wait = Number(response.headers.get("Retry-After") ?? 0);
  try {
    const { error } = (await response.json()) as {
      error: { code: string; message: string; fields?: Record<string, FieldProblem> };
    };
    return new ApiError(response.status, error.code, error.message, error.fields ?? {}, wait);
  } catch {
    return new ApiError(response.status, "unavailable", "", {}, wait);
  }
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
