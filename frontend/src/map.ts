import "./site";
import "./styles/map.scss";
import { readConfig, readWords } from "./config";
import { need } from "./dom";
import { MapPage } from "./page-map/app";

const config = readConfig();
void new MapPage(config, readWords(config), need("[data-map-page]")).start();
