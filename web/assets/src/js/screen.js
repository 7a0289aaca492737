// Everything works without this script; it makes it quicker.
import "htmx.org/dist/htmx.esm.js";
import "./choose.js";
import "./drop.js";
import "./submit.js";
