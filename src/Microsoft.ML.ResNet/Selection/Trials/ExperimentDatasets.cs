using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>
/// The decoded images of an experiment: read once for each size that trials ask for, and shared by those that ask for
/// the same. The least recently used ones are given up where memory is short, and read again.
/// </summary>
internal sealed class ExperimentDatasets(
    IHost host, ResNetExperimentSettings settings, IDataView train, IDataView? validation, int seed) : IDisposable
{
    private readonly List<TrainingSplit> _sets = []; // the latest used last
    private readonly TrainingColumns _columns =
        TrainingColumns.Bind(settings.Options, train.Schema, validation?.Schema);

    public LabelColumn Label => _columns.Label;

    /// <summary>Images to train on and to validate on, after the first set was read.</summary>
    public (long Train, long Validation) Counts => (_sets[0].Train.Rows.Length, _sets[0].Validation!.Rows.Length);

    /// <summary>How images are kept for a trial, and the size of its network's input.</summary>
    public (ImageSpecification Stored, ImageSize Input) Resolve(ResNetClassifierEstimator.Options options) =>
        new SpecificationResolver(options).Resolve(train, _columns.Train.Image);

    /// <summary>The images of a trial.</summary>
    /// <param name="stored">How they are kept.</param>
    /// <param name="memoryLimit">Bytes that all sets may take together.</param>
    /// <param name="token">Ends reading.</param>
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

    /// <summary>Bytes in memory of images that are kept so; those beyond the options' limit lie in a file.</summary>
    public long BytesOf(ImageSpecification stored)
    {
        if (_sets.Count == 0)
            return 0;
        TrainingDatasets images = _sets[0].Images;
        long limit = (long)settings.Options.PixelStoreMemoryMB << 20;
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
        TrainingSplit selection = images.Select(settings.ValidationFraction, seed);
        if (selection.Validation is not null)
            return selection;
        images.Dispose();
        throw new ArgumentException(
            $"A part of {settings.ValidationFraction} of {images.Train.Labels.Length} images is no image to validate "
            + "on: raise ValidationFraction, or give a validation set.");
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
