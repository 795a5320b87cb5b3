import "./styles/site.scss";
import { startPage } from "./page";

startPage();
