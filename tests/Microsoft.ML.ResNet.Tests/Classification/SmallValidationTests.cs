using Microsoft.ML.Runtime;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Sets whose classes are too small for a validation fraction.</summary>
public sealed class SmallValidationTests
{
    private static readonly string[] s_names = [.. Enumerable.Range(0, 100).Select(i => $"class {i:D2}")];

    private readonly MLContext _context = new(seed: 1);
    private readonly List<string> _warnings = [];

    public SmallValidationTests() => _context.Log += (_, e) =>
    {
        if (e.Kind == ChannelMessageKind.Warning)
            _warnings.Add(e.Message);
    };

    [Fact]
    public void AHundredClassesOfFourHoldOutATenth()
    {
        ResNetClassifierTransformer model = Tiny.Fit(_context, Rows(perClass: 4), o =>
        {
            o.Epochs = 1;
            o.ValidationFraction = 0.1f;
            o.EarlyStopping = new ResNetEarlyStopping();
        });

        Assert.Equal((360, 40), (model.TrainingReport!.TrainingImages, model.TrainingReport.ValidationImages));
        Assert.Contains(_warnings, message => message.Contains("Only 40 of 100 classes have validation images"));
    }

    [Fact]
    public void EarlyStoppingSaysThatNoClassHasTwoImages()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Tiny.Fit(_context, Rows(perClass: 1), o =>
        {
            o.Epochs = 1;
            o.ValidationFraction = 0.25f;
            o.EarlyStopping = new ResNetEarlyStopping();
        }));

        Assert.Contains("Options.ValidationFraction is 0.25, but no class has two images", error.Message);
        Assert.DoesNotContain("set ValidationFraction", error.Message);
    }

    [Fact]
    public void WarnsThatNothingIsValidated()
    {
        Tiny.Fit(_context, Rows(perClass: 1), o => (o.Epochs, o.ValidationFraction) = (1, 0.25f));

        Assert.Contains(_warnings, message => message.Contains("no class has two images"));
    }

    private IDataView Rows(int perClass)
    {
        EncodedRow[] rows = EncodedRow.Many(100 * perClass);
        foreach ((int i, EncodedRow row) in rows.Index())
            row.Label = s_names[i % 100];
        return Tiny.Keyed(_context, rows);
    }
}
