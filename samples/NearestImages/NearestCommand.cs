using Microsoft.ML;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;
using NearestImages.Display;
using NearestImages.Searching;
using Samples.Drawing;

namespace NearestImages;

/// <summary>Trains or loads a network, builds an index of features, and finds the neighbors of some images.</summary>
internal sealed class NearestCommand(Request request, CancellationToken token)
{
    private const int Examples = 6;

    private readonly MLContext _ml = new(request.Seed);

    public int Run()
    {
        Directory.CreateDirectory(request.Output);
        string data = request.Data ?? DrawnImages.WriteBelow(request.Output, request.Seed, token);
        ImageContainer container = ImageContainer.Open(data);
        string[] names = [.. container.ListImages()];
        ImageSplit images = ImageLayout.Arrange(container, request.Seed);
        using ResNetFeaturizerTransformer featurizer = Featurizer(container, images, data);
        FeatureIndex index = Index(container, names, featurizer, data);
        Console.WriteLine($"{index.Count} images with {index.Features} features each in {IndexPath}");
        if (index.Unreadable > 0)
            Console.WriteLine($"unreadable images skipped: {index.Unreadable}");

        HashSet<string> heldOut = HeldOut(index, images);
        RetrievalPrecision? precision = RetrievalPrecision.Measure(index, heldOut, token);
        Query[] queries = [.. Queries(container, index, featurizer, heldOut)];
        NeighbourTable.Write(queries);
        string sheet = Path.Combine(request.Output, "nearest.png");
        ContactSheet.Write(sheet, queries, container);
        Console.WriteLine($"saved {sheet}: each row is an image and its nearest neighbours");
        if (precision is not null)
            NeighbourTable.Write(precision);
        if (request.Json is { } json)
            Results.Write(json, index, IndexPath, sheet, precision, queries);
        return 0;
    }

    private string IndexPath => request.Index ?? Path.Combine(request.Output, "index.idv");

    private ResNetFeaturizerTransformer Featurizer(ImageContainer container, ImageSplit images, string data)
    {
        var options = new ResNetFeaturizerEstimator.Options
        {
            ImageColumnName = nameof(ImageRow.Image),
            ImagePathColumnName = nameof(ImageRow.Name),
            BadImages = ResNetBadImagePolicy.Skip,
        };
        if (request.Model is { } path)
        {
            options.ModelPath = path;
            options.ImageHeight = options.ImageWidth = request.ImageSize;
        }
        else
        {
            options.Model = NetworkTraining.Run(_ml, container, images.Check(data), request, token);
        }
        ResNetFeaturizerEstimator estimator = _ml.Transforms.ResNetFeaturizer(options);
        return estimator.Fit(_ml.Data.LoadFromEnumerable(new ImageRows(container, [])));
    }

    private FeatureIndex Index(
        ImageContainer container, string[] names, ResNetFeaturizerTransformer featurizer, string data)
    {
        if (request.Index is null)
        {
            ImageFile[] images = IndexedImages.From(names);
            if (images.Length == 0)
                throw new UserException($"'{data}' contains no images.");
            FeatureIndexFile.Write(_ml, IndexPath, new ImageRows(container, images), featurizer, token);
        }
        return FeatureIndexFile.Read(_ml, IndexPath);
    }

    // The test images if there are any; otherwise all images.
    private static HashSet<string> HeldOut(FeatureIndex index, ImageSplit images) =>
        images.Evaluation.Count > 0 ? [.. images.Evaluation.Select(image => image.Name)] : [.. index.Names];

    private IEnumerable<Query> Queries(
        ImageContainer container, FeatureIndex index, ResNetFeaturizerTransformer featurizer, HashSet<string> heldOut)
    {
        if (request.Images.Count == 0)
        {
            int[] places = [.. Enumerable.Range(0, index.Count).Where(i => heldOut.Contains(index.Names[i]))];
            if (places.Length == 0)
                places = [.. Enumerable.Range(0, index.Count)];
            int count = Math.Min(Examples, places.Length);
            return Enumerable.Range(0, count).Select(i => places[(2 * i + 1) * places.Length / (2 * count)])
                .Select(place => Query.Create(index, place, request.Count, container));
        }
        using var engine = new FeatureEngine(_ml, featurizer);
        return [.. request.Images.Select(path => Query.Create(index, path, engine.Features(path), request.Count))];
    }
}
