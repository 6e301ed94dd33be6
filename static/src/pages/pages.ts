import { docs } from "./docs/page";
import { draw } from "./draw/page";
import { event } from "./event/page";
import { home } from "./home/page";
import { mine } from "./mine/page";
import { notFound } from "./not_found/page";
import type { Page } from "./page";
import { reservation } from "./reservation/page";

export const pages: readonly Page[] = [home, event, reservation, mine, notFound, draw, docs];
