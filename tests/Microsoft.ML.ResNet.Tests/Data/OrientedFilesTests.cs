using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Photographs with an EXIF orientation, in training and scoring of different kinds.</summary>
public sealed class OrientedFilesTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _warnings = [];

    public OrientedFilesTests() => _context.Log += (_, e) =>
    {
        if (e.Kind == ChannelMessageKind.Warning)
            _warnings.Add(e.Message);
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AModelTrainedBehindLoadImagesSeesFilesAsItDid()
    {
        IDataView rows = Rows();
        IDataView loaded = _context.Transforms.LoadImages("Loaded", _folder.Path, "Path")
            .Append(_context.Transforms.ResizeImages("Image", 16, 16, "Loaded", ImageResizingEstimator.ResizingKind.Fill))
            .Append(_context.Transforms.Conversion.MapValueToKey("Label")).Fit(rows).Transform(rows);
        ResNetClassifierTransformer trained = Tiny.Fit(
            _context, loaded, o => (o.Epochs, o.Resizing) = (12, ImageResizingEstimator.ResizingKind.Fill));
        using ResNetClassifierTransformer model = Reload(trained, loaded.Schema);
        float[][] expected = [.. model.Transform(loaded).GetColumn<float[]>("Score")];
        Assert.True(expected.Where((scores, i) => scores[i % 2] > 0.5).Count() >= 18);
        _warnings.Clear();

        IDataView files = Files(rows);
        float[][] scored = [.. model.Transform(files).GetColumn<float[]>("Score")];

        // The images have the network's size, so that nothing is resampled.
        AssertClose(expected.SelectMany(scores => scores), scored.SelectMany(scores => scores));
        Assert.Contains("are not rotated either", Assert.Single(_warnings));
        byte[] content = File.ReadAllBytes(_folder.File("0.jpg"));
        AssertClose(scored[0], model.Explain(content).Scores);
    }

    [Fact]
    public void AModelTrainedOnFilesSaysThatLoadedImagesAreNotRotated()
    {
        IDataView rows = Rows();
        IDataView files = _context.Transforms.Conversion.MapValueToKey("Label").Fit(rows).Transform(Files(rows));
        using ResNetClassifierTransformer model = Reload(Tiny.Fit(_context, files, o => o.Epochs = 1), files.Schema);
        _warnings.Clear();
        _ = model.Transform(files);
        Assert.Empty(_warnings);

        IDataView loaded = _context.Transforms.LoadImages("Loaded", _folder.Path, "Path")
            .Append(_context.Transforms.ResizeImages("Image", 16, 16, "Loaded")).Fit(rows).Transform(rows);
        _ = model.Transform(loaded);
        _ = model.Transform(loaded);

        Assert.Contains("which LoadImages does not rotate", Assert.Single(_warnings));
    }

    private static void AssertClose(IEnumerable<float> expected, IEnumerable<float> actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - 0.02, pair.First + 0.02));

    private IDataView Files(IDataView rows) =>
        _context.Transforms.LoadRawImageBytes("Image", _folder.Path, "Path").Fit(rows).Transform(rows);

    // What a class looks like depends on the orientation: dark at the top or at the bottom.
    private IDataView Rows()
    {
        OrientedRow[] rows = [.. Enumerable.Range(0, 20).Select(i => new OrientedRow
        {
            Path = $"{i}.jpg",
            Label = i % 2 == 0 ? "top" : "bottom",
        })];
        foreach ((int i, OrientedRow row) in rows.Index())
        {
            byte dark = (byte)(10 + i), bright = (byte)(230 - i);
            byte[][] top = [[dark, 128, 128], [dark, 128, 128]], bottom = [[bright, 128, 128], [bright, 128, 128]];
            // Orientation 3 is a rotation by 180 degrees.
            File.WriteAllBytes(
                _folder.File(row.Path), JpegWriter.Write(row.Label == "top" ? [top, bottom] : [bottom, top], orientation: 3));
        }
        return _context.Data.LoadFromEnumerable(rows);
    }

    private ResNetClassifierTransformer Reload(ResNetClassifierTransformer model, DataViewSchema schema)
    {
        using (model)
            _context.Model.Save(model, schema, _folder.File("model.zip"));
        ITransformer loaded = _context.Model.Load(_folder.File("model.zip"), out _);
        return loaded as ResNetClassifierTransformer
            ?? ((IEnumerable<ITransformer>)loaded).OfType<ResNetClassifierTransformer>().Single();
    }

    private sealed class OrientedRow
    {
        public string Path { get; set; } = "";

        public string Label { get; set; } = "";
    }
}
