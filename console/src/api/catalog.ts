import { useQuery } from '@tanstack/react-query'
import { get, part } from './request'
import type { GenerationsAnswer, ItemsPage, PropertiesRow, PropertySchemas, ScenariosAnswer } from './wire'

/** An item's properties; asked for once, as they change seldom. */
export const useItem = (id: string | undefined) =>
  useQuery({
    queryKey: ['item', id],
    queryFn: ({ signal }) => get<PropertiesRow>(`/v1/items/${part(id!)}`, {}, signal).catch(() => ({ id: id! }) as PropertiesRow),
    enabled: !!id,
    staleTime: 300_000,
  })

/** The properties known and their types. */
export const useSchemas = () =>
  useQuery({ queryKey: ['properties'], queryFn: ({ signal }) => get<PropertySchemas>('/v1/properties', {}, signal), staleTime: 60_000 })

/** The scenarios in force. */
export const useScenarios = () =>
  useQuery({ queryKey: ['scenarios'], queryFn: ({ signal }) => get<ScenariosAnswer>('/v1/scenarios', {}, signal) })

/** A page of the catalog, from an id on. */
export const useItems = (from: string | undefined, count: number) =>
  useQuery({ queryKey: ['items', from, count], queryFn: ({ signal }) => get<ItemsPage>('/v1/items', { from, count }, signal) })

/** The generations kept, newest first. */
export const useGenerations = (enabled: boolean) =>
  useQuery({ queryKey: ['generations'], queryFn: ({ signal }) => get<GenerationsAnswer>('/v1/generations', {}, signal), refetchInterval: 15_000, enabled })
