/* Writes what the sheet tells of a change, and which commands of the page it knows. */

import { COMMANDS } from "../../../../ejournal/ui/components/sheet/commands.js";
import { TOLD } from "../../../../ejournal/ui/components/sheet/queue.js";

console.log(JSON.stringify({ told: TOLD, commands: Object.keys(COMMANDS) }));
