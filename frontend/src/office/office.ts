import "./office.scss";
