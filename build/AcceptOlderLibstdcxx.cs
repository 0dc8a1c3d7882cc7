// Usage: dotnet run AcceptOlderLibstdcxx.cs -- LIBRARY VERSION
// Marks a library's requirement of a libstdc++ symbol version (for example GLIBCXX_3.4.32) as weak, so that the loader of
// an older distribution accepts the library. A preloaded shim supplies the missing symbols (build/benchmark.sh).
// Walks the ELF64 version-needs section (System V ABI, symbol versioning: Elf64_Verneed and Elf64_Vernaux).
using System.Buffers.Binary;
using System.Text;

const int VersionNeeds = 0x6ffffffe;
const ushort Weak = 2;

string path = args[0];
byte[] version = Encoding.ASCII.GetBytes(args[1] + '\0');
byte[] image = File.ReadAllBytes(path);

long sections = BinaryPrimitives.ReadInt64LittleEndian(image.AsSpan(0x28));
int sectionSize = BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(0x3a));
int sectionCount = BinaryPrimitives.ReadUInt16LittleEndian(image.AsSpan(0x3c));
for (int i = 0; i < sectionCount; i++)
{
    Span<byte> header = Section(i);
    if (BinaryPrimitives.ReadInt32LittleEndian(header[4..]) == VersionNeeds)
        WeakenIn(Offset(header), Offset(Section(BinaryPrimitives.ReadInt32LittleEndian(header[0x28..]))));
}
File.WriteAllBytes(path, image);

Span<byte> Section(int index) => image.AsSpan((int)sections + index * sectionSize, sectionSize);

static int Offset(ReadOnlySpan<byte> header) => (int)BinaryPrimitives.ReadInt64LittleEndian(header[0x18..]);

void WeakenIn(int need, int strings)
{
    for (int next = -1; next != 0; need += next)
    {
        int entry = need + BinaryPrimitives.ReadInt32LittleEndian(image.AsSpan(need + 8));
        for (int step = -1; step != 0; entry += step)
        {
            int name = strings + BinaryPrimitives.ReadInt32LittleEndian(image.AsSpan(entry + 8));
            Span<byte> flags = image.AsSpan(entry + 4, 2);
            if (image.AsSpan(name).StartsWith(version))
                BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | Weak));
            step = BinaryPrimitives.ReadInt32LittleEndian(image.AsSpan(entry + 12));
        }
        next = BinaryPrimitives.ReadInt32LittleEndian(image.AsSpan(need + 12));
    }
}
