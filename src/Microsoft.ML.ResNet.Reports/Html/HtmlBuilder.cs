using System.Net;
using System.Text;

namespace Microsoft.ML.ResNet.Reports;

/// <summary>Builds an HTML page; escapes all text.</summary>
internal sealed class HtmlBuilder
{
    private readonly StringBuilder _html = new();

    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    public static string Image(byte[] jpeg, string description) =>
        $"<img src=\"data:image/jpeg;base64,{Convert.ToBase64String(jpeg)}\" alt=\"{Escape(description)}\">";

    /// <summary>Starts a page with its heading.</summary>
    public static HtmlBuilder Page(string title) => new HtmlBuilder()
        .Raw("<!DOCTYPE html>").Raw("<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .Element("title", title).Raw($"<style>\n{PageStyle.Css}\n</style></head><body>")
        .Element("h1", title);

    /// <summary>Ends the page and returns its HTML.</summary>
    public string End() => Raw("</body></html>")._html.ToString();

    /// <summary>Appends HTML without escaping.</summary>
    public HtmlBuilder Raw(string html)
    {
        _html.Append(html).Append('\n');
        return this;
    }

    public HtmlBuilder Element(string tag, string text) => Raw($"<{tag}>{Escape(text)}</{tag}>");

    public HtmlBuilder Paragraph(string text) => Element("p", text);

    /// <param name="heads">Column headings.</param>
    /// <param name="rows">Cell texts. The first column is aligned left, the others right.</param>
    public HtmlBuilder Table(IEnumerable<string> heads, IEnumerable<IEnumerable<string>> rows)
    {
        Raw("<div class=\"wide\"><table>");
        Raw($"<tr>{string.Concat(heads.Select(head => $"<th>{Escape(head)}</th>"))}</tr>");
        foreach (IEnumerable<string> row in rows)
            Raw($"<tr>{string.Concat(row.Select(cell => $"<td>{Escape(cell)}</td>"))}</tr>");
        return Raw("</table></div>");
    }
}
