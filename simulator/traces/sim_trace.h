/*
 * sim_trace.h: writes what a C or C++ program does to persistent memory as a Sim trace.
 *
 * Include it in every source file; in exactly one, define SIM_TRACE_IMPLEMENTATION first. Then
 *
 *   SIM_TRACE_OPEN("run.simtrace");             start (returns 0, or -1 if the file cannot be written)
 *   SIM_TRACE_MAP("pool", base, length, 0);     a mapped file: name, address, bytes, offset in the file
 *   SIM_TRACE_STORE(&root->head, node);         store a value of 1, 2, 4 or 8 bytes, and write it down
 *   SIM_TRACE_WROTE(address, length);           write down what was just stored there by other means (memcpy)
 *   SIM_TRACE_LOAD(&root->head);                load a value, and write it down (for recovery after a crash)
 *   SIM_TRACE_FLUSH(address, length);           the lines of a range were written back
 *   SIM_TRACE_FENCE();                          sfence
 *   SIM_TRACE_MARK("insert.BEGIN");             a marker; NAME.BEGIN and NAME.END bracket an operation
 *   SIM_TRACE_CRASH();                          a power failure: what follows is recovery
 *   SIM_TRACE_CLOSE();                          finish; a trace without it counts as cut off
 *
 * The macros do not flush or fence: they stand beside the instructions that do. Calls from several threads are put in one
 * order by a lock. The format is described in traces.md of Sim. C99 or C++11, GCC or Clang, little-endian.
 */
#ifndef SIM_TRACE_H
#define SIM_TRACE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

int sim_trace_open(const char *path);
int sim_trace_close(void);
void sim_trace_map(const char *name, const void *base, uint64_t length, uint64_t offset);
void sim_trace_access(int kind, const void *address, size_t length, const char *file, int line, const char *function);
void sim_trace_flush(int variant, const void *address, size_t length, const char *file, int line, const char *function);
void sim_trace_fence(const char *file, int line, const char *function);
void sim_trace_mark(int kind, const char *name);

#ifdef __cplusplus
}
#endif

enum { SIM_TRACE_KIND_STORE = 1, SIM_TRACE_KIND_NT_STORE = 2, SIM_TRACE_KIND_LOCKED = 3, SIM_TRACE_KIND_LOAD = 4,
       SIM_TRACE_KIND_MARKER = 7, SIM_TRACE_KIND_CRASH = 10 };
enum { SIM_TRACE_CLWB = 1, SIM_TRACE_CLFLUSHOPT = 2, SIM_TRACE_CLFLUSH = 3 };

#define SIM_TRACE_OPEN(path) sim_trace_open(path)
#define SIM_TRACE_CLOSE() sim_trace_close()
#define SIM_TRACE_MAP(name, base, length, offset) sim_trace_map((name), (base), (length), (offset))
#define SIM_TRACE_STORE(pointer, value) \
    do { \
        __typeof__(pointer) sim_trace_p_ = (pointer); \
        *sim_trace_p_ = (value); \
        sim_trace_access(SIM_TRACE_KIND_STORE, (const void *)sim_trace_p_, sizeof *sim_trace_p_, __FILE__, __LINE__, __func__); \
    } while (0)
#define SIM_TRACE_WROTE(address, length) sim_trace_access(SIM_TRACE_KIND_STORE, (address), (length), __FILE__, __LINE__, __func__)
#define SIM_TRACE_WROTE_NT(address, length) sim_trace_access(SIM_TRACE_KIND_NT_STORE, (address), (length), __FILE__, __LINE__, __func__)
#define SIM_TRACE_WROTE_LOCKED(address, length) sim_trace_access(SIM_TRACE_KIND_LOCKED, (address), (length), __FILE__, __LINE__, __func__)
#define SIM_TRACE_LOAD(pointer) \
    (sim_trace_access(SIM_TRACE_KIND_LOAD, (const void *)(pointer), sizeof *(pointer), __FILE__, __LINE__, __func__), *(pointer))
#define SIM_TRACE_FLUSH(address, length) sim_trace_flush(SIM_TRACE_CLWB, (address), (length), __FILE__, __LINE__, __func__)
#define SIM_TRACE_FENCE() sim_trace_fence(__FILE__, __LINE__, __func__)
#define SIM_TRACE_MARK(name) sim_trace_mark(SIM_TRACE_KIND_MARKER, (name))
#define SIM_TRACE_CRASH() sim_trace_mark(SIM_TRACE_KIND_CRASH, "")

#endif

#ifdef SIM_TRACE_IMPLEMENTATION
#undef SIM_TRACE_IMPLEMENTATION

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SIM_TRACE_BLOCK_BYTES (1 << 18)
#define SIM_TRACE_MAX_TEXT 4096

static struct {
    FILE *file;
    char lock;
    char failed;
    unsigned char block[12 + SIM_TRACE_BLOCK_BYTES + SIM_TRACE_MAX_TEXT + 128];
    size_t length;
    uint32_t events;
    uint64_t total;
    uint64_t previous_address[16];
    int64_t previous_text[16];
    uint16_t thread;
    uint16_t threads;
    uint32_t crc[256];
    char **texts; /* the text with number i + 1 */
    size_t text_count;
    size_t text_capacity;
    struct { const char *file; int line; uint32_t text; } sites[4096]; /* a cache: the same call site gives the same text */
} sim_trace_;

static __thread int sim_trace_thread_ = -1;

static void sim_trace_lock_(void) { while (__atomic_test_and_set(&sim_trace_.lock, __ATOMIC_ACQUIRE)) { } }
static void sim_trace_unlock_(void) { __atomic_clear(&sim_trace_.lock, __ATOMIC_RELEASE); }

static uint32_t sim_trace_checksum_(uint32_t crc, const unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) { crc = sim_trace_.crc[(crc ^ bytes[i]) & 0xff] ^ (crc >> 8); }
    return crc;
}

static void sim_trace_put_(unsigned value) { sim_trace_.block[sim_trace_.length++] = (unsigned char)value; }

static void sim_trace_varint_(uint64_t value)
{
    for (; value >= 0x80; value >>= 7) { sim_trace_put_((unsigned)(value | 0x80) & 0xff); }
    sim_trace_put_((unsigned)value);
}

static uint64_t sim_trace_zigzag_(uint64_t value) { return (value << 1) ^ (0 - (value >> 63)); }

static void sim_trace_store32_(unsigned char *to, uint32_t value)
{
    for (int i = 0; i < 4; i++) { to[i] = (unsigned char)(value >> (8 * i)); }
}

static void sim_trace_write_block_(void)
{
    unsigned char *block = sim_trace_.block;
    sim_trace_store32_(block, (uint32_t)(sim_trace_.length - 12));
    sim_trace_store32_(block + 4, sim_trace_.events);
    uint32_t crc = sim_trace_checksum_(0xffffffffu, block, 8);
    sim_trace_store32_(block + 8, ~sim_trace_checksum_(crc, block + 12, sim_trace_.length - 12));
    if (fwrite(block, 1, sim_trace_.length, sim_trace_.file) != sim_trace_.length) { sim_trace_.failed = 1; }
    sim_trace_.length = 12;
    sim_trace_.events = 0;
    sim_trace_.thread = 0;
    memset(sim_trace_.previous_address, 0, sizeof sim_trace_.previous_address);
    memset(sim_trace_.previous_text, 0, sizeof sim_trace_.previous_text);
}

static uint32_t sim_trace_text_(const char *text)
{
    size_t length = strlen(text);
    if (length == 0) { return 0; }
    if (length > SIM_TRACE_MAX_TEXT) { length = SIM_TRACE_MAX_TEXT; }
    for (size_t i = sim_trace_.text_count; i > 0; i--) {
        if (strncmp(sim_trace_.texts[i - 1], text, SIM_TRACE_MAX_TEXT) == 0) { return (uint32_t)i; }
    }
    if (sim_trace_.text_count == sim_trace_.text_capacity) {
        sim_trace_.text_capacity = sim_trace_.text_capacity ? 2 * sim_trace_.text_capacity : 64;
        sim_trace_.texts = (char **)realloc(sim_trace_.texts, sim_trace_.text_capacity * sizeof(char *));
        if (!sim_trace_.texts) { abort(); }
    }
    char *copy = (char *)malloc(length + 1);
    if (!copy) { abort(); }
    memcpy(copy, text, length);
    copy[length] = 0;
    sim_trace_.texts[sim_trace_.text_count++] = copy;
    sim_trace_put_(0);
    sim_trace_varint_(length);
    memcpy(sim_trace_.block + sim_trace_.length, copy, length);
    sim_trace_.length += length;
    return (uint32_t)sim_trace_.text_count;
}

static uint32_t sim_trace_site_(const char *file, int line, const char *function)
{
    size_t slot = (((uintptr_t)file >> 3) * 31 + (size_t)line) % (sizeof sim_trace_.sites / sizeof sim_trace_.sites[0]);
    if (sim_trace_.sites[slot].file != file || sim_trace_.sites[slot].line != line) {
        char text[SIM_TRACE_MAX_TEXT];
        const char *name = strrchr(file, '/');
        snprintf(text, sizeof text, "%s (%s:%d)", function, name ? name + 1 : file, line);
        sim_trace_.sites[slot].file = file;
        sim_trace_.sites[slot].line = line;
        sim_trace_.sites[slot].text = sim_trace_text_(text);
    }
    return sim_trace_.sites[slot].text;
}

static void sim_trace_put_address_(int kind, uint64_t address)
{
    sim_trace_varint_(sim_trace_zigzag_(address - sim_trace_.previous_address[kind]));
    sim_trace_.previous_address[kind] = address;
}

static void sim_trace_put_site_(int kind, uint32_t text)
{
    sim_trace_varint_(sim_trace_zigzag_((uint64_t)((int64_t)text - sim_trace_.previous_text[kind])));
    sim_trace_.previous_text[kind] = text;
}

static int sim_trace_begin_(void)
{
    sim_trace_lock_();
    if (!sim_trace_.file) { sim_trace_unlock_(); return 0; }
    if (sim_trace_thread_ < 0) { sim_trace_thread_ = sim_trace_.threads++; }
    if (sim_trace_.length > SIM_TRACE_BLOCK_BYTES) { sim_trace_write_block_(); }
    if (sim_trace_.thread != sim_trace_thread_) {
        sim_trace_.thread = (uint16_t)sim_trace_thread_;
        sim_trace_put_(15);
        sim_trace_varint_(sim_trace_.thread);
    }
    return 1;
}

static void sim_trace_end_(void)
{
    sim_trace_.events++;
    sim_trace_.total++;
    sim_trace_unlock_();
}

int sim_trace_open(const char *path)
{
    unsigned char header[16] = { 'S', 'I', 'M', 'T', 'R', 'A', 'C', 'E', 1, 0, 0, 0, 0, 0, 0, 0 };
    sim_trace_.file = fopen(path, "wb");
    if (!sim_trace_.file) { return -1; }
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t crc = i;
        for (int bit = 0; bit < 8; bit++) { crc = (crc >> 1) ^ (0x82f63b78u & (0 - (crc & 1))); }
        sim_trace_.crc[i] = crc;
    }
    sim_trace_store32_(header + 12, ~sim_trace_checksum_(0xffffffffu, header, 12));
    sim_trace_.length = 12;
    return fwrite(header, 1, sizeof header, sim_trace_.file) == sizeof header ? 0 : -1;
}

int sim_trace_close(void)
{
    sim_trace_lock_();
    if (!sim_trace_.file) { sim_trace_unlock_(); return -1; }
    if (sim_trace_.length > 12) { sim_trace_write_block_(); }
    for (int i = 0; i < 8; i++) { sim_trace_put_((unsigned)(sim_trace_.total >> (8 * i)) & 0xff); }
    sim_trace_.events = 0xffffffffu;
    sim_trace_write_block_();
    if (fclose(sim_trace_.file) != 0) { sim_trace_.failed = 1; }
    sim_trace_.file = NULL;
    sim_trace_unlock_();
    return sim_trace_.failed ? -1 : 0;
}

void sim_trace_map(const char *name, const void *base, uint64_t length, uint64_t offset)
{
    if (!sim_trace_begin_()) { return; }
    uint32_t text = sim_trace_text_(name);
    sim_trace_put_(8);
    sim_trace_varint_(text);
    sim_trace_varint_((uint64_t)(uintptr_t)base);
    sim_trace_varint_(length);
    sim_trace_varint_(offset);
    sim_trace_end_();
}

void sim_trace_access(int kind, const void *address, size_t length, const char *file, int line, const char *function)
{
    /* Pieces of at most 8 bytes that stay inside an aligned word, as hardware makes them durable. */
    for (size_t done = 0; done < length; ) {
        const unsigned char *at = (const unsigned char *)address + done;
        size_t count = 8 - ((uintptr_t)at & 7);
        if (count > length - done) { count = length - done; }
        if (!sim_trace_begin_()) { return; }
        uint32_t text = sim_trace_site_(file, line, function);
        int same = sim_trace_.previous_text[kind] == (int64_t)text;
        sim_trace_put_((unsigned)kind | (unsigned)((count - 1) << 4) | (same ? 0x80u : 0u));
        sim_trace_put_address_(kind, (uint64_t)(uintptr_t)at);
        sim_trace_.previous_address[kind] += count;
        if (!same) { sim_trace_put_site_(kind, text); }
        if (kind != SIM_TRACE_KIND_LOAD) {
            memcpy(sim_trace_.block + sim_trace_.length, at, count);
            sim_trace_.length += count;
        }
        sim_trace_end_();
        done += count;
        if (kind == SIM_TRACE_KIND_LOCKED) { kind = SIM_TRACE_KIND_STORE; }
    }
}

void sim_trace_flush(int variant, const void *address, size_t length, const char *file, int line, const char *function)
{
    uint64_t first = (uint64_t)(uintptr_t)address & ~(uint64_t)63;
    for (uint64_t at = first; length > 0 && at < (uint64_t)(uintptr_t)address + length; at += 64) {
        if (!sim_trace_begin_()) { return; }
        uint32_t text = sim_trace_site_(file, line, function);
        sim_trace_put_(5u | (unsigned)variant << 4 | 0x80u);
        sim_trace_put_address_(5, at);
        sim_trace_put_site_(5, text);
        sim_trace_end_();
    }
}

void sim_trace_fence(const char *file, int line, const char *function)
{
    if (!sim_trace_begin_()) { return; }
    uint32_t text = sim_trace_site_(file, line, function);
    sim_trace_put_(6);
    sim_trace_put_site_(6, text);
    sim_trace_end_();
}

void sim_trace_mark(int kind, const char *name)
{
    if (!sim_trace_begin_()) { return; }
    uint32_t text = sim_trace_text_(name);
    sim_trace_put_((unsigned)kind);
    sim_trace_varint_(text);
    sim_trace_end_();
}
#endif
