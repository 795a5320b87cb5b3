import { ApiError, type Api, type ReportAnswer } from "../api";
import { Proof } from "../proof";
import { drawReceipt, hashOf } from "../receipt";

/** What became of an attempt to send. */
export interface Sent {
  answer: ReportAnswer;
  receipt: string;
  /** An earlier version of this report had been taken in already; it is that one which counts. */
  isEarlier: boolean;
}

/**
 * Sends one report with one receipt: a repeated attempt after a lost answer gets the first answer again, and a refused
 * field costs no second proof.
 */
export class Sending {
  readonly proof: Proof;
  private receipt = "";

  constructor(private readonly api: Api) {
    this.proof = new Proof(api, "report");
  }

  /** Rejects with `ApiError`, or with the failure of the proof. */
  async send(content: Record<string, unknown>, onProof: () => void, onSend: () => void): Promise<Sent> {
    this.receipt ||= drawReceipt();
    onProof();
    const altcha = await this.proof.payload();
    onSend();
    try {
      return await this.post(content, altcha);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === "receipt_conflict") return this.earlier();
      if (!error.code.startsWith("proof_")) throw error;
      this.proof.drop();
      return this.post(content, await this.proof.payload());
    }
  }

  private async post(content: Record<string, unknown>, altcha: string): Promise<Sent> {
    const receipt_hash = await hashOf(this.receipt);
    const answer = await this.api.report({ ...content, receipt_hash, altcha });
    return { answer, receipt: this.receipt, isEarlier: false };
  }

  private async earlier(): Promise<Sent> {
    const found = await this.api.followUp(this.receipt);
    return { answer: { ...found, public_point: null }, receipt: this.receipt, isEarlier: true };
  }
}
