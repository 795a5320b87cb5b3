import "./site";
import "./office/office";
