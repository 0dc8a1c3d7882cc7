using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Transforms;
using Microsoft.ML.ResNet.CommandLine.Data;

namespace Degradation.Experiments;

/// <summary>The training and test images of all networks.</summary>
internal sealed class Experiment
{
    public required IDataView Train { get; init; }
    public required IDataView Test { get; init; }
    public required int TrainImages { get; init; }
    public required int TestImages { get; init; }
    public required int Classes { get; init; }

    /// <summary>A hash of images and settings. Equal fingerprints give equal networks.</summary>
    public required string Fingerprint { get; init; }

    public static Experiment Create(MLContext ml, string data, Protocol protocol)
    {
        ImageContainer container = ImageContainer.Open(data);
        ImageSplit images = ImageLayout.Arrange(container, protocol.Seed).Check(data);
        int kept = (int)Math.Round(images.Train.Count * (1 - protocol.HeldOut));
        IReadOnlyList<ImageFile> train = Take(images.Train, Math.Min(kept, protocol.Images ?? kept), protocol.Seed);
        IReadOnlyList<ImageFile> test = Take(images.Evaluation, protocol.TestImages ?? images.Evaluation.Count, protocol.Seed);
        new ImageSplit(train, [], test, images.Ignored).Check(data);

        IDataView rows = ml.Data.LoadFromEnumerable(new ImageRows(container, train));
        ITransformer key = ml.Transforms.Conversion.MapValueToKey(
            nameof(ImageRow.Label), keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Fit(ml.Data.LoadFromEnumerable(train));
        return new Experiment
        {
            Train = key.Transform(rows),
            Test = key.Transform(ml.Data.LoadFromEnumerable(new ImageRows(container, test))),
            TrainImages = train.Count,
            TestImages = test.Count,
            Classes = images.Classes,
            Fingerprint = Hash(protocol, container, train, test),
        };
    }

    // The same number of each class where there are enough, in the original order.
    private static List<ImageFile> Take(IReadOnlyList<ImageFile> images, int count, int seed)
    {
        if (count >= images.Count)
            return [.. images];
        var random = new Random(seed);
        HashSet<ImageFile> chosen = [.. images
            .GroupBy(image => image.Label)
            .SelectMany(group => Shuffled(group, random).Select((image, place) => (image, place)))
            .OrderBy(pair => pair.place).Take(count).Select(pair => pair.image)];
        return [.. images.Where(chosen.Contains)];
    }

    private static ImageFile[] Shuffled(IEnumerable<ImageFile> images, Random random)
    {
        ImageFile[] members = [.. images];
        random.Shuffle(members);
        return members;
    }

    // Depths are left out: a network does not depend on which others are trained.
    private static string Hash(
        Protocol protocol, ImageContainer container, IReadOnlyList<ImageFile> train, IReadOnlyList<ImageFile> test)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(protocol with { Depths = [] }, ExperimentResults.Format));
        using IImageReader reader = container.OpenReader();
        foreach (ImageFile image in train.Concat(test))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{image.Name}\n"));
        }
        // Hashing all contents would be slow: all names and a sample of the contents are hashed.
        foreach (ImageFile image in Sample(train).Concat(Sample(test)))
            hash.AppendData(reader.Read(image.Name));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<ImageFile> Sample(IReadOnlyList<ImageFile> images)
    {
        int step = Math.Max(1, images.Count / 100);
        return images.Where((_, i) => i % step == 0);
    }
}
