using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.ML.Data;
using SkiaSharp;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed partial class ResNetReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new(seed: 1);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void MetricsMatchMlNet()
    {
        EncodedRow[] rows = EncodedRow.Many(60, seed: 1, "disc", "ring", "<b>square & co</b>");
        foreach (EncodedRow row in rows)
            row.Path = $"<{row.Path}>";
        IDataView data = _context.Data.LoadFromEnumerable(rows);
        ITransformer model = Tiny.Pipeline(_context, options => options.ValidationFraction = 0.2f).Fit(data);
        string file = _folder.File("report.html");

        ResNetReportMetrics metrics = ResNetReport.Create(
            _context, model, data, file,
            new ResNetReportOptions { Title = "Shapes <1>", NameColumnName = "Path", MostWrongImages = 5 });

        MulticlassClassificationMetrics expected = _context.MulticlassClassification.Evaluate(model.Transform(data));
        Assert.Equal(60, metrics.Images);
        Assert.Equal(expected.MicroAccuracy, metrics.Accuracy, 1e-9);
        Assert.Equal(expected.MacroAccuracy, metrics.MacroAccuracy, 1e-9);
        Assert.Equal(expected.LogLoss, metrics.LogLoss, 1e-5);
        Assert.Single(Directory.GetFiles(_folder.Path));

        (string html, XElement page) = Parse(file);
        Assert.Equal("Shapes <1>", page.Descendants("h1").Single().Value);
        string[] tiles = [.. page.Descendants("div").Where(e => (string?)e.Attribute("class") == "tile").Select(e =>
            e.Value)];
        Assert.Contains(Percent(expected.MicroAccuracy) + "accuracy", tiles);
        Assert.Contains(expected.LogLoss.ToString("F3", CultureInfo.InvariantCulture) + "log loss (nats)", tiles);
        XElement[] cells = [.. page.Descendants("table")
            .Single(e => (string?)e.Attribute("class") == "matrix").Descendants("td")];
        Assert.Equal(9, cells.Length);
        for (int i = 0; i < 9; i++)
        {
            double count = expected.ConfusionMatrix.Counts[i / 3][i % 3];
            Assert.Equal(count == 0 ? "" : count.ToString(CultureInfo.InvariantCulture), cells[i].Value);
        }
        Assert.Contains(page.Descendants("th"), e => e.Value == "<b>square & co</b>");
        // Two training curves and the reliability diagram.
        Assert.Equal(3, page.Descendants().Count(e => e.Name.LocalName == "svg"));
        Assert.Contains(page.Descendants("figcaption"), e => e.Value.Contains("<image-", StringComparison.Ordinal));
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(Outside(), html);
        XElement[] images = [.. page.Descendants("img")];
        Assert.Equal(0, images.Length % 2);
        Assert.NotEmpty(images);
        foreach (XElement image in images)
        {
            byte[] jpeg = Convert.FromBase64String(((string)image.Attribute("src")!)["data:image/jpeg;base64,".Length..]);
            using SKBitmap picture = SKBitmap.Decode(jpeg);
            Assert.Equal(176, picture.Width);
        }
    }

    [Fact]
    public void SavedModelKeepsItsTrainingCurves()
    {
        IDataView data = _context.Data.LoadFromEnumerable(EncodedRow.Many(30));
        ITransformer model = Tiny.Pipeline(_context).Fit(data);
        using MemoryStream stream = new();
        _context.Model.Save(model, data.Schema, stream);
        ITransformer loaded = _context.Model.Load(new MemoryStream(stream.ToArray()), out _);
        string file = _folder.File("report.html");
        ResNetReport.Create(_context, loaded, data, file, new ResNetReportOptions { Explanation = null });
        (string html, XElement page) = Parse(file);
        Assert.DoesNotContain("There are no training curves", html, StringComparison.Ordinal);
        // Loss, accuracy and reliability.
        Assert.Equal(3, page.Descendants().Count(e => e.Name.LocalName == "svg"));
        Assert.Contains("for 2 epochs; the model is from epoch 2", html, StringComparison.Ordinal);
    }

    [Fact]
    public void DeepenedModelHasNoCurvesAndTheReportSaysSo()
    {
        IDataView data = Tiny.Keyed(_context, EncodedRow.Many(30));
        using ResNetClassifierTransformer model = Tiny.Fit(_context, data);
        using ResNetClassifierTransformer deeper =
            model.Deepen(Tiny.Architecture with { Name = "Deeper", StageDepths = [1, 2] });
        string file = _folder.File("report.html");
        ResNetReport.Create(_context, deeper, data, file, new ResNetReportOptions { Explanation = null });
        (string html, XElement page) = Parse(file);
        Assert.Contains("There are no training curves", html, StringComparison.Ordinal);
        Assert.Single(page.Descendants(), e => e.Name.LocalName == "svg");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ShowsPicturesWithoutExplanations(bool areDecoded)
    {
        IDataView data = areDecoded
            ? _context.Data.LoadFromEnumerable(ImageRow.Many(30))
            : _context.Data.LoadFromEnumerable(EncodedRow.Many(30));
        ITransformer model = Tiny.Pipeline(_context).Fit(data);
        string[] explained = Pictures(new ResNetReportOptions()), plain = Pictures(new() { Explanation = null });
        Assert.Equal(explained.Where((_, i) => i % 2 == 0), plain);
        Assert.All(explained.Chunk(2), pair => Assert.NotEqual(pair[0], pair[1]));

        string[] Pictures(ResNetReportOptions options)
        {
            string file = _folder.File("report.html");
            ResNetReport.Create(_context, model, data, file, options);
            return [.. Parse(file).Page.Descendants("img").Select(image => (string)image.Attribute("src")!)];
        }
    }

    [Fact]
    public void ReportsMultiLabelModelsPerLabel()
    {
        IDataView rows = _context.Data.LoadFromEnumerable(Mosaic.Drawn(40, seed: 1));
        IDataView data = _context.Transforms.Conversion.MapValueToKey("Label", "Labels").Fit(rows).Transform(rows);
        using ResNetClassifierTransformer model = Tiny.Fit(_context, data);
        string file = _folder.File("report.html");
        ResNetReportMetrics metrics = ResNetReport.Create(_context, model, data, file);
        ResNetMultiLabelMetrics expected = _context.MulticlassClassification.EvaluateMultiLabel(model.Transform(data));
        Assert.Equal(expected.ExactMatch, metrics.Accuracy, 1e-9);
        (_, XElement page) = Parse(file);
        Assert.Contains(page.Descendants("h2"), e => e.Value == "Labels");
        Assert.Contains(page.Descendants("td"), e => e.Value == Percent(expected.PerLabel[0].Recall));
    }

    [Fact]
    public void ErrorsNameTheProblemAndLeaveNoFile()
    {
        IDataView data = _context.Data.LoadFromEnumerable(EncodedRow.Many(12));
        ITransformer model = Tiny.Pipeline(_context).Fit(data);
        string file = _folder.File("report.html");
        void Fails(string message, ITransformer of, ResNetReportOptions? options = null) => Assert.Contains(
            message, Assert.Throws<ArgumentException>(
                () => ResNetReport.Create(_context, of, data, file, options)).Message, StringComparison.Ordinal);
        Fails("no column 'Truth'", model, new ResNetReportOptions { LabelColumnName = "Truth" });
        Fails("MostWrongImages is 999", model, new ResNetReportOptions { MostWrongImages = 999 });
        Fails("'Image' has type", model, new ResNetReportOptions { LabelColumnName = "Image" });
        Fails("has no residual network", _context.Transforms.CopyColumns("A", "Label").Fit(data));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private static string Percent(double part) =>
        (100 * part).ToString("F1", CultureInfo.InvariantCulture) + " %";

    // Except for void elements, the page is well-formed XML.
    private static (string Html, XElement Page) Parse(string file)
    {
        string html = File.ReadAllText(file);
        string xml = Void().Replace(html["<!DOCTYPE html>".Length..], "<$1$2/>").Replace("<br>", "<br/>", StringComparison.Ordinal);
        return (html, XElement.Parse(xml));
    }

    [GeneratedRegex("<(meta|img)([^>]*)>")]
    private static partial Regex Void();

    [GeneratedRegex("(src|href)=\"(?!data:)|@import|url\\((?!#)")]
    private static partial Regex Outside();
}
