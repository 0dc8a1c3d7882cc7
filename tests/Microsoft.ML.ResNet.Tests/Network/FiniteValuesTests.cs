using Microsoft.ML.ResNet.Network;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class FiniteValuesTests
{
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void FindsNonFiniteValuesAtAnyIndex(float bad)
    {
        for (int length = 1; length < 70; length++)
        {
            float[] values = TestValues.Normal(length, 3);
            (values[0], values[^1]) = (float.MaxValue, float.Epsilon);
            Assert.True(FiniteValues.AreAll(values));
            for (int place = 0; place < length; place++)
            {
                (float good, values[place]) = (values[place], bad);
                Assert.False(FiniteValues.AreAll(values));
                values[place] = good;
            }
        }
        Assert.True(FiniteValues.AreAll([]));
    }
}
