using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class BatchPlanTests
{
    [Fact]
    public void EveryImageIsInOneBatchAndNoBatchHasASingleImage()
    {
        for (int images = 1; images < 40; images++)
        {
            for (int size = 1; size < 12; size++)
            {
                BatchPlan plan = new(images, size);
                int next = 0;
                for (int batch = 0; batch < plan.Count; batch++)
                {
                    Assert.Equal(next, plan.StartOf(batch));
                    Assert.InRange(plan.SizeOf(batch), images == 1 || size == 1 ? 1 : 2, size + 1);
                    Assert.InRange(plan.SizeOf(batch), plan.Smallest, plan.Largest);
                    next += plan.SizeOf(batch);
                }
                Assert.Equal(images, next);
            }
        }
    }

    [Fact]
    public void EveryBatchBelongsToOneStep()
    {
        for (int images = 1; images < 40; images++)
        {
            for (int perStep = 1; perStep < 6; perStep++)
            {
                BatchPlan plan = new(images, 4, perStep);
                int batch = 0, seen = 0, steps = 0;
                while (batch < plan.Count)
                {
                    Assert.Equal(steps, plan.StepOf(batch));
                    seen += plan.ImagesFrom(batch);
                    batch += plan.BatchesFrom(batch);
                    steps++;
                }
                Assert.Equal((plan.Count, images, steps), (batch, seen, plan.Steps));
            }
        }
    }

    [Theory]
    [InlineData(50_000, 128, 391, 80)]
    [InlineData(257, 128, 2, 129)]
    [InlineData(256, 128, 2, 128)]
    [InlineData(100, 128, 1, 100)]
    public void LastBatchHoldsTheRemainder(int images, int size, int count, int last)
    {
        BatchPlan plan = new(images, size);
        Assert.Equal(count, plan.Count);
        Assert.Equal(last, plan.SizeOf(count - 1));
    }
}
