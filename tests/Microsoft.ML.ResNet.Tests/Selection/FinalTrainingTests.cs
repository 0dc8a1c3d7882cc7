using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.ResNet.Selection;
using Microsoft.ML.Runtime;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Selection;

/// <summary>Tests of the optional final training on all images.</summary>
public sealed class FinalTrainingTests
{
    [Fact]
    public void TimeoutWhileRereadingImagesKeepsTheModel()
    {
        var context = new MLContext(1);
        IHost host = MlNetEnvironment.From(context.Transforms).Register("test");
        ResNetExperimentSettings settings = TinyExperiment.Settings(s => s.MaxModels = 1);
        IDataView data = Tiny.Keyed(context, EncodedRow.Many(48));
        using ResNetClassifierTransformer classifier = Tiny.Fit(context, data, o => o.Epochs = 1);
        using ExperimentDatasets images = new(host, settings, data, validation: null, seed: 1);
        (ImageSpecification stored, _) = images.Resolve(settings.Options);
        TrainingSplit selection = images.Get(stored, long.MaxValue, CancellationToken.None);
        TrialTable table = TrialTable.Create(settings, settings.SearchSpace!, selection, seed: 1, folder: null);
        Assert.True(table.UpdateBest(table.Trials[0], classifier.Model, metric: 0.5));

        images.Dispose(); // as when memory is short: the images have to be read again
        ExperimentClock over = new(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        Thread.Sleep(5);
        Assert.True(over.IsOver);
        Assert.Null(new FinalTraining(host, settings, images, table, over, seed: 1).Run());

        ExperimentClock enough = new(limit: null, CancellationToken.None);
        Assert.NotNull(new FinalTraining(host, settings, images, table, enough, seed: 1).Run());
    }
}
