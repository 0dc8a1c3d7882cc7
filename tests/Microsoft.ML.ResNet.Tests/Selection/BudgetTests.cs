using System.Diagnostics;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Selection;

/// <summary>Tests of time limit, memory limit and cancellation.</summary>
public sealed class BudgetTests
{
    [Fact]
    public void ExperimentKeepsItsTimeLimit()
    {
        const uint seconds = 4;
        long start = Stopwatch.GetTimestamp();
        ResNetExperimentResult result = TinyExperiment.Run(TinyExperiment.Settings(s =>
            (s.MaxExperimentTimeInSeconds, s.MaximumEpochs, s.MinimumEpochs) = (seconds, 100_000, null)));
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        // Excludes drawing the images; the margin allows for busy machines.
        Assert.InRange(result.Duration.TotalSeconds, 0.5 * seconds, seconds + 2);
        Assert.InRange(took.TotalSeconds, result.Duration.TotalSeconds, seconds + 5);
        Assert.True(result.BestTrial.Metric > 0.6, $"{result.BestTrial}");
        Assert.Contains(result.Trials, trial => trial.Rungs == 2 || trial.State == ResNetTrialState.Paused);
    }

    [Fact]
    public void InsufficientTimeThrowsAClearError()
    {
        var context = new MLContext(1);
        IDataView slow = context.Transforms.CustomMapping<EncodedRow, EncodedRow>(
            (from, to) =>
            {
                Thread.Sleep(40);
                (to.Image, to.Label) = (from.Image, from.Label);
            }, contractName: null).Fit(Data(context)).Transform(Data(context));
        TimeoutException error = Assert.Throws<TimeoutException>(() => context.MulticlassClassification
            .CreateResNetExperiment(TinyExperiment.Settings(s => s.MaxExperimentTimeInSeconds = 1))
            .Execute(context.Transforms.Conversion.MapValueToKey("Label").Fit(slow).Transform(slow)));
        Assert.Contains("1 seconds passed", error.Message, StringComparison.Ordinal);
    }

    private static IDataView Data(MLContext context) => context.Data.LoadFromEnumerable(EncodedRow.Many(96));

    [Fact]
    public void RefusesTrialsThatNeedTooMuchMemory()
    {
        var monitor = new RecordingMonitor();
        ResNetExperimentResult result = TinyExperiment.Run(TinyExperiment.Settings(s =>
        {
            s.Monitor = monitor;
            s.MaximumMemoryUsageInMegaByte = 100;
            s.MaxModels = 2;
            s.SearchSpace = new ResNetSearchSpace { WidthFactor = ResNetSweep.Choice(1f, 100f) };
        }));
        ResNetTrial refused = Assert.Single(result.Trials, trial => trial.State == ResNetTrialState.Refused);
        Assert.Contains("MaximumMemoryUsageInMegaByte is 100", refused.Error, StringComparison.Ordinal);
        Assert.True(refused is { MemoryMB: > 100, Epochs: 0, Metric: null }, $"{refused}");
        Assert.Contains($"failed {refused.TrialId} ", monitor.Said);
        // Its metric may be that of an earlier rung; its state is that of the trial.
        Assert.Equal(ResNetTrialState.Completed, result.BestTrial.State);
    }

    [Theory]
    [InlineData(ResNetPrecision.Float32, 1, 0)]
    [InlineData(ResNetPrecision.BFloat16, 2, 0)]
    [InlineData(ResNetPrecision.Float32, 1, 2)]
    [InlineData(ResNetPrecision.Float32, 1, 3)]
    public void EstimatesMemoryWithoutBuildingTheNetwork(ResNetPrecision precision, int accumulate, int frozenStages)
    {
        NetworkLayout layout = new(ResNetArchitecture.ResNet18 with { SqueezeReduction = 16 }, 64, 64, 3, 10);
        using NativeContext context = NativeContext.Create(1);
        Arithmetic arithmetic = Arithmetic.FromPrecision(precision);
        long measured = TrainingNetwork.MeasureBytes(layout, context, 4 * accumulate, arithmetic, frozenStages);
        using TrainingNetwork network = new(layout, context, 4 * accumulate, arithmetic, frozenStages);
        // Memory of frozen stages is allocated at the start.
        long workspace = frozenStages > 0 ? InferenceWorkspace.MeasureBytes(layout, arithmetic) : 0;
        Assert.InRange(workspace, frozenStages > 0 ? 32L << 20 : 0, 64L << 20);
        Assert.True(network.Bytes > workspace);
        // Scratch memory for packed weights is allocated in the first step; at most all weights, packed.
        Assert.InRange(measured - network.Bytes, 0, 2 * sizeof(float) * layout.ParameterCount);
        Assert.True(measured > network.Bytes);
    }

    [Fact]
    public void CancelledExperimentReturnsTheBestUnlessConfiguredToThrow()
    {
        ResNetExperimentSettings Settings(CancellationTokenSource source) => TinyExperiment.Settings(s =>
            (s.Monitor, s.CancellationToken) = (new CancelAfterFirst(source), source.Token));

        using CancellationTokenSource first = new(), second = new();
        ResNetExperimentResult result = TinyExperiment.Run(Settings(first));
        Assert.Equal(ResNetExperimentStopReason.Cancelled, result.StopReason);
        Assert.InRange(result.BestTrial.TrialId, 0, 1);
        Assert.Equal(ResNetTrialState.Waiting, result.Trials[2].State);

        ResNetExperimentSettings throws = Settings(second);
        throws.ReturnBestWhenCancelled = false;
        Assert.ThrowsAny<OperationCanceledException>(() => TinyExperiment.Run(throws));
    }

    private sealed class CancelAfterFirst(CancellationTokenSource source) : RecordingMonitor
    {
        public override void ReportEpoch(ResNetTrial trial, ResNetEpochMetrics metrics)
        {
            if (trial.TrialId == 1)
                source.Cancel();
        }
    }
}
