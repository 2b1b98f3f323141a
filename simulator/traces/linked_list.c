/*
 * A linked list that publishes a node before the node is durable, traced with sim_trace.h.
 *
 *   cc -O2 -o linked_list linked_list.c && ./linked_list list.simtrace [fixed]
 *   sim trace check list.simtrace --rules linked_list.rules
 *   sim trace explore list.simtrace --checker './linked_list --check {image}'
 */
#define SIM_TRACE_IMPLEMENTATION
#include "sim_trace.h"

#include <stdio.h>
#include <string.h>

#define POOL_BYTES 4096
#define NODES 3

struct node { uint64_t value; uint64_t next; };

/* Each node has a cache line of its own; next and head are offsets, 0 is the end. */
struct pool { uint64_t head; char pad[56]; struct { struct node node; char pad[48]; } nodes[NODES]; };

static union { struct pool pool; char bytes[POOL_BYTES]; } memory __attribute__((aligned(64)));

static void persist(const void *address, size_t length)
{
    /* A real program flushes and fences here. */
    SIM_TRACE_FLUSH(address, length);
    SIM_TRACE_FENCE();
}

static void insert(struct pool *pool, int index, uint64_t value, int fixed)
{
    struct node *node = &pool->nodes[index].node;
    char name[32];
    snprintf(name, sizeof name, "insert%d.BEGIN", index);
    SIM_TRACE_MARK(name);
    SIM_TRACE_STORE(&node->value, value);
    SIM_TRACE_STORE(&node->next, pool->head);
    if (fixed) { persist(node, sizeof *node); }
    SIM_TRACE_STORE(&pool->head, (uint64_t)((char *)node - (char *)pool));
    persist(&pool->head, sizeof pool->head);
    if (!fixed) { persist(node, sizeof *node); }
    snprintf(name, sizeof name, "insert%d.END", index);
    SIM_TRACE_MARK(name);
}

static int check(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || fread(&memory, sizeof memory, 1, file) != 1) { return 2; }
    fclose(file);
    for (uint64_t at = memory.pool.head; at != 0; at = ((struct node *)(memory.bytes + at))->next) {
        if (((struct node *)(memory.bytes + at))->value == 0) { return 1; } /* A node is reachable, its value is not there. */
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "--check") == 0) { return check(argv[2]); }
    if (argc < 2 || SIM_TRACE_OPEN(argv[1]) != 0) { fprintf(stderr, "usage: %s TRACE [fixed] | --check IMAGE\n", argv[0]); return 2; }
    SIM_TRACE_MAP("pool", &memory, sizeof memory, 0);
    for (int i = 0; i < NODES; i++) { insert(&memory.pool, i, (uint64_t)i + 1, argc > 2); }
    return SIM_TRACE_CLOSE() == 0 ? 0 : 2;
}
