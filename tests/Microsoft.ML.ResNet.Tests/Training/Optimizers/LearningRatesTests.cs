using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class LearningRatesTests
{
    private static readonly TrainingSettings s_settings = new()
    {
        Options = TestOptions.Create(o => (o.Architecture, o.LearningRate) = (ResNetArchitecture.ResNet20, 0.4f)),
        ClassCount = 10,
    };

    [Fact]
    public void OneCycleRisesToItsPeakAndFallsNearZero()
    {
        TrainingSettings settings = s_settings.With(o =>
        {
            o.Schedule = ResNetLearningRateSchedule.OneCycle;
            o.Optimizer.WarmupFraction = 0.3f;
        });
        Assert.Equal(0.4 / 25, LearningRates.At(settings, 0, 1000), 1e-6);
        Assert.Equal((0.4 + 0.4 / 25) / 2, LearningRates.At(settings, 150, 1000), 1e-6);
        Assert.Equal(0.4, LearningRates.At(settings, 300, 1000), 1e-6);
        Assert.Equal(0.4 / 250_000, LearningRates.At(settings, 999, 1000), 1e-9);
        AssertRisesThenFalls(settings, 1000, peak: 300);
    }

    [Fact]
    public void WarmupCosineRisesLinearlyAndFallsTowardsZero()
    {
        TrainingSettings settings =
            s_settings.With(o =>
            {
                o.Schedule = ResNetLearningRateSchedule.WarmupCosine;
                o.Optimizer.WarmupFraction = 0.1f;
            });
        Assert.Equal(0.4 / 101, LearningRates.At(settings, 0, 1000), 1e-6);
        Assert.Equal(0.4 * 50 / 101, LearningRates.At(settings, 49, 1000), 1e-6);
        Assert.Equal(0.4, LearningRates.At(settings, 100, 1000), 1e-6);
        Assert.Equal(0.2, LearningRates.At(settings, 550, 1000), 1e-6);
        Assert.InRange(LearningRates.At(settings, 999, 1000), 0, 1e-5);
        AssertRisesThenFalls(settings, 1000, peak: 100);
    }

    [Fact]
    public void StepScheduleMatchesThePaper()
    {
        // 64k iterations: divided by 10 at 32k and 48k.
        TrainingSettings settings = s_settings.With(o =>
        {
            o.Schedule = ResNetLearningRateSchedule.Step;
            o.LearningRate = 0.1f;
            o.Optimizer.WarmupFraction = 0;
        });
        foreach ((long iteration, double expected) in new[]
            { (0L, 0.1), (31_999L, 0.1), (32_000L, 0.01), (47_999L, 0.01), (48_000L, 0.001), (63_999L, 0.001) })
        {
            Assert.Equal(expected, LearningRates.At(settings, iteration, 64_000), 1e-8);
        }
    }

    [Fact]
    public void ConstantScheduleIsFlatAfterWarmup()
    {
        TrainingSettings settings = s_settings.With(o =>
        {
            o.Schedule = ResNetLearningRateSchedule.Constant;
            o.Optimizer.WarmupFraction = 0.5f;
        });
        Assert.True(LearningRates.At(settings, 3, 10) < 0.4f);
        Assert.All(Enumerable.Range(5, 5), i => Assert.Equal(0.4f, LearningRates.At(settings, i, 10)));
    }

    [Theory]
    [InlineData(ResNetLearningRateSchedule.OneCycle)]
    [InlineData(ResNetLearningRateSchedule.WarmupCosine)]
    [InlineData(ResNetLearningRateSchedule.Step)]
    [InlineData(ResNetLearningRateSchedule.Constant)]
    public void EverySchedulesRatesArePositiveAndFinite(ResNetLearningRateSchedule schedule)
    {
        foreach (float warmup in new[] { 0, 0.3f, 0.999f })
        {
            TrainingSettings settings = s_settings.With(o => (o.Schedule, o.Optimizer.WarmupFraction) = (schedule, warmup));
            for (int iterations = 1; iterations < 40; iterations++)
            {
                for (int i = 0; i < iterations; i++)
                    Assert.InRange(LearningRates.At(settings, i, iterations), float.Epsilon, 0.4f);
            }
        }
    }

    private static void AssertRisesThenFalls(TrainingSettings settings, int iterations, int peak)
    {
        for (int i = 1; i < iterations; i++)
        {
            float before = LearningRates.At(settings, i - 1, iterations);
            float now = LearningRates.At(settings, i, iterations);
            Assert.True(i <= peak ? now >= before : now <= before, $"{before} then {now} at {i}");
        }
    }
}
