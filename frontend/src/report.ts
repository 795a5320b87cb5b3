import "./site";
import "./styles/report.scss";
import { Api } from "./api";
import { readConfig } from "./config";
import { wordsOf } from "./words";
import { one } from "./dom";
import { Flow } from "./report/flow";

const form = one<HTMLFormElement>("form[data-report]");
const main = one("#main");

// Without these the form works as plain HTML does, and the server draws the receipt.
const canDrawReceipts = window.isSecureContext && "subtle" in crypto;

if (form && main && canDrawReceipts) {
  const config = readConfig();
  new Flow(form, main, new Api(config), config, wordsOf(config.lang));
} else if (form) form.dataset["ready"] = "plain";
