import { mount } from "svelte";
import { open } from "#backend";
import App from "./app/App.svelte";
import { speakAsBefore } from "./app/language";
import "./styles/tokens.css";
import "./styles/base.css";

const target = document.getElementById("app");
if (!target) throw new Error("The page has no place for the window.");
const backend = open();
speakAsBefore();
mount(App, { target, props: { backend } });
