using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>
/// The decoded images of an experiment. Read once per image size and shared by trials of that size. When memory is
/// short the least recently used set is released, and read again if needed.
/// </summary>
internal sealed class ExperimentDatasets(
    IHost host, ResNetExperimentSettings settings, IDataView train, IDataView? validation, int seed) : IDisposable
{
    private readonly List<TrainingSplit> _sets = []; // least recently used first
    private readonly TrainingColumns _columns =
        TrainingColumns.Bind(settings.Options, train.Schema, validation?.Schema);

    private int? _labels; // a hash of the labels of all rows

    public LabelColumn Label => _columns.Label;

    /// <summary>The images that were read before the sets.</summary>
    public FirstLook FirstLook => _columns.Train.FirstLook;

    /// <summary>Numbers of training and validation images. Valid after the first set was read.</summary>
    public (long Train, long Validation) Counts => (_sets[0].Train.Rows.Length, _sets[0].Validation!.Rows.Length);

    /// <summary>The stored form of a trial's images, and its network's input size.</summary>
    public (ImageSpecification Stored, ImageSize Input) Resolve(ResNetClassifierEstimator.Options options) =>
        new SpecificationResolver(options).Resolve(train, _columns.Train.Image, FirstLook);

    /// <summary>Gets or reads the images of a trial.</summary>
    /// <param name="stored">The form in which they are stored.</param>
    /// <param name="memoryLimit">Memory limit in bytes for all sets together.</param>
    /// <param name="token">Cancels reading.</param>
    public TrainingSplit Get(ImageSpecification stored, long memoryLimit, CancellationToken token)
    {
        TrainingSplit? set = _sets.Find(set => set.Images.Specification == stored);
        if (set is null)
        {
            MakeRoom(_sets.Count == 0 ? 0 : BytesOf(stored), memoryLimit);
            set = Read(stored, token);
        }
        _sets.Remove(set);
        _sets.Add(set);
        return set;
    }

    /// <summary>
    /// Memory in bytes of the images in that form. Sets beyond the options' limit are stored in a file and count as 0.
    /// </summary>
    public long BytesOf(ImageSpecification stored)
    {
        if (_sets.Count == 0)
            return 0;
        TrainingDatasets images = _sets[0].Images;
        long limit = PixelStoreBudget.Of(settings.Options.PixelStoreMemoryMB);
        long train = images.Train.Labels.Length * (long)stored.Shape.Bytes;
        long held = (images.Validation?.Labels.Length ?? 0) * (long)stored.Shape.Bytes;
        return (train > limit ? 0 : train) + (held > limit ? 0 : held);
    }

    private TrainingSplit Read(ImageSpecification stored, CancellationToken token)
    {
        TrainingDatasets images = TrainingDatasets.Read(
            host, settings.Options, _columns, stored, (train, validation), () =>
            {
                token.ThrowIfCancellationRequested();
                MlNetEnvironment.CheckAlive(host);
            });
        // Trials are compared on one split: the rows must be the same in every reading.
        int labels = Hash(images.Train.Labels);
        if ((_labels ??= labels) != labels)
        {
            images.Dispose();
            throw new InvalidOperationException(
                "The training data read differently a second time (their labels are others, or in another order), and an "
                + "experiment reads them once for every image size: give a list, or mlContext.Data.Cache(data).");
        }
        TrainingSplit selection = images.Select(settings.ValidationFraction, seed);
        if (selection.Validation is not null)
            return selection;
        images.Dispose();
        throw new ArgumentException(
            FormattableString.Invariant($"ValidationFraction is {settings.ValidationFraction}, but ")
            + (settings.ValidationFraction == 0 ? "an experiment compares trials on validation images: raise it"
                : $"no class of the {images.Train.Labels.Length} images has two, so that none is left to validate on: add images")
            + ", or give a validation set.");
    }

    private static int Hash(ImageLabels labels)
    {
        HashCode hash = default;
        for (int i = 0; i < labels.Length; i++)
        {
            foreach (int label in labels.GetLabels(i))
                hash.Add(label);
            hash.Add(-1); // ends an image's labels
        }
        return hash.ToHashCode();
    }

    private void MakeRoom(long bytes, long limit)
    {
        while (_sets.Count > 0 && bytes + _sets.Sum(set => BytesOf(set.Images.Specification)) > limit)
        {
            _sets[0].Images.Dispose();
            _sets.RemoveAt(0);
        }
    }

    public void Dispose()
    {
        foreach (TrainingSplit set in _sets)
            set.Images.Dispose();
        _sets.Clear();
    }
}
