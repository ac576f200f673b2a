import { jsx } from "@emotion/react";
import { Fragment } from "react";
import { parts } from "./addresses.js";

/** Text with its addresses as links; a press on one opens it and nothing around it. */
export function Linked({ text = "" }) {
  const drawn = parts(text ?? "").map((part, index) =>
    part.href
      ? jsx(
          "a",
          {
            key: index,
            href: part.href,
            target: "_blank",
            rel: "noopener noreferrer nofollow",
            className: "linked",
            onClick: (event) => event.stopPropagation(),
          },
          part.text,
        )
      : jsx(Fragment, { key: index }, part.text),
  );
  return jsx(Fragment, null, ...drawn);
}
