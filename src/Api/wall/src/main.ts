import "./styles/base.css";
import "./styles/layout.css";
import "./styles/panels.css";
import { Wall } from "./wall.ts";

new Wall(document.getElementById("wall")!).start();
