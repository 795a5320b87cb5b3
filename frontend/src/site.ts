import "./styles/site.scss";
import { startPage } from "./page";

startPage();

const confirm = document.querySelector<HTMLFormElement>("form[data-confirm]");
if (confirm && window.isSecureContext)
  void import("./confirm-form").then(({ enhanceConfirmForm }) => enhanceConfirmForm(confirm));
