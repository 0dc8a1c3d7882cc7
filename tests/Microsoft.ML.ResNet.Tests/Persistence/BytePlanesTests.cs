using Microsoft.ML.ResNet.Persistence;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class BytePlanesTests
{
    [Fact]
    public void RoundTripsAnyLength()
    {
        for (int length = 0; length < 70; length++)
        {
            float[] values = TestValues.Normal(length, seed: length + 1), joined = new float[length];
            byte[] planes = new byte[length * sizeof(float)];
            BytePlanes.Split(values, planes);
            BytePlanes.Join(planes, joined);
            Assert.Equal(values, joined);
        }
    }

    [Fact]
    public void LastPlaneHasSignsAndExponents()
    {
        byte[] planes = new byte[2 * sizeof(float)];
        BytePlanes.Split([BitConverter.UInt32BitsToSingle(0x01020304), BitConverter.UInt32BitsToSingle(0xa1a2a3a4)], planes);
        Assert.Equal([0x04, 0xa4, 0x03, 0xa3, 0x02, 0xa2, 0x01, 0xa1], planes);
    }
}
