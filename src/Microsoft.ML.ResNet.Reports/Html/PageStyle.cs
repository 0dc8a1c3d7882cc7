namespace Microsoft.ML.ResNet.Reports;

/// <summary>The page's style sheet, for light and dark mode, phones and print.</summary>
internal static class PageStyle
{
    public const string Css = """
        :root { color-scheme: light dark; --back: #fff; --card: #f5f6f8; --text: #1d2129; --dim: #5c6470;
          --line: #dcdfe4; --right: 37 99 235; --wrong: 220 60 40; }
        @media (prefers-color-scheme: dark) {
          :root { --back: #14171c; --card: #1e232a; --text: #e6e8eb; --dim: #a0a8b4; --line: #353c46;
            --right: 96 145 255; --wrong: 250 100 80; } }
        * { box-sizing: border-box; }
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 1100px; margin: 0 auto; padding: 1.5em 1em 4em;
          background: var(--back); color: var(--text); }
        h1 { margin: 0 0 .2em; font-size: 1.7em; } h2 { margin: 2em 0 .4em; font-size: 1.25em; }
        p { max-width: 75ch; } .dim, figcaption, th { color: var(--dim); font-weight: normal; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: .8em; margin: 1em 0; }
        .tile { background: var(--card); border-radius: 10px; padding: .7em 1em; }
        .tile b { display: block; font-size: 1.5em; font-variant-numeric: tabular-nums; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: .25em .7em; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
        th:first-child, td:first-child { text-align: left; }
        .matrix td, .matrix th { padding: .3em .5em; text-align: center; border: 1px solid var(--back); min-width: 2.6em; }
        .matrix th:first-child { text-align: right; } .matrix td { background: var(--card); }
        .figures { display: flex; flex-wrap: wrap; gap: 1em; }
        .figures figure { margin: 0; min-width: 0; max-width: 100%; }
        .key { display: inline-block; width: 1.6em; height: 3px; margin: 0 .4em .25em 1em; }
        svg { max-width: 100%; height: auto; }
        .pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 240px), 1fr)); gap: 1em; }
        .pictures figure { margin: 0; background: var(--card); border-radius: 10px; padding: .6em; }
        .pair { display: flex; gap: 4px; align-items: flex-start; } .pair img { min-width: 0; flex: 1 1 0; width: 50%; }
        img { display: block; border-radius: 6px; max-width: 100%; height: auto; }
        figcaption { font-size: .88em; margin-top: .4em; overflow-wrap: anywhere; } figcaption b { color: var(--text); }
        summary { cursor: pointer; color: var(--dim); margin: .8em 0; }
        """;
}
